// Invented merchants with the category codes (ISO 18245) of their trades.
import type { Merchant } from './records.ts'

const merchant = (name: string, category: string, town: string): Merchant => ({ name, category, town })

export const grocers = [
  merchant('Harvest Lane Market', '5411', 'Cardiff'),
  merchant('Millbrook Foods', '5411', 'Cardiff'),
  merchant('Corner & Green', '5499', 'Penarth'),
]

export const everyday = [
  merchant('The Copper Kettle', '5814', 'Cardiff'),
  merchant('Bluebird Coffee', '5814', 'Cardiff'),
  merchant('Noodle Yard', '5812', 'Cardiff'),
  merchant('Taff Valley Buses', '4131', 'Cardiff'),
  merchant('Riverside Pharmacy', '5912', 'Cardiff'),
  merchant('Quarry Street Books', '5942', 'Cardiff'),
  merchant('Pump & Spindle Cycles', '5940', 'Cardiff'),
  merchant('The Old Dairy Inn', '5813', 'Penarth'),
]

export const occasional = [
  merchant('Threadneedle & Sons', '5651', 'Bristol'),
  merchant('Lumen Electrical', '5732', 'Cardiff'),
  merchant('Great Western Lines', '4112', 'Bristol'),
  merchant('Fern Garden Centre', '5261', 'Newport'),
  merchant('Parcelbay Online', '5311', 'Swindon'),
]

export const spanish = [
  merchant('Bar El Naranjo', '5812', 'Sevilla'),
  merchant('Hotel Patio de las Flores', '7011', 'Córdoba'),
  merchant('Mercado Triana', '5411', 'Sevilla'),
  merchant('Trenes del Sur', '4112', 'Córdoba'),
]

export const businessPurchases = [
  merchant('Inkwell Office Supplies', '5943', 'Bristol'),
  merchant('Great Western Lines', '4112', 'Bristol'),
  merchant('Pressworks Printing', '2741', 'Bristol'),
  merchant('Harbour Street Parking', '7523', 'Bristol'),
]

export const software = [merchant('Pixelforge Cloud', '5734', 'San Jose'), merchant('Typehouse Fonts', '5817', 'Portland')]

/** Names with every letter that breaks careless software. */
export const international = [
  merchant("Caffi'r Tŷ Gŵyn", '5812', 'Aberystwyth'),
  merchant('Ταβέρνα Η Αθηνά', '5812', 'Cardiff'),
  merchant('Чайная «Самовар»', '5814', 'Bristol'),
  merchant('東京ラーメン 本店', '5812', 'London'),
  merchant("Marks, Jones & Daughter's <Antiques>", '5932', 'Hay-on-Wye'),
  merchant('Łódź & Żółw Księgarnia', '5942', 'Ynys Môn'),
]
