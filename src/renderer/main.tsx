import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connect } from './api/client.ts'
import { followChanges } from './api/query.ts'
import { App } from './app.tsx'
import { followPreferences, sharePreferences } from './preferences.ts'
import { carryOutOnLeaving } from './ui/deletions.ts'
import './ui/tokens.css'
import './ui/base.css'

followPreferences()

const root = createRoot(document.getElementById('root') ?? document.body)
await connect()
followChanges()
void sharePreferences()
carryOutOnLeaving()
root.render(
  <StrictMode>
    <App />
  </StrictMode>,
)
