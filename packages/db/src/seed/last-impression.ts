/** The nearly sold-out print that the shop opens with: every one of its 24 sales is a whole order, in every database. */
export const lastImpression = {
  slug: 'last-impression',
  sku: 'last-impression-a3',
  size: 'a3',
  edition: 25,
  sold: 24,
} as const

/** A sale of one `last-impression-a3`, long confirmed and delivered. */
export interface LastImpressionOrder {
  /** UUID v7 of the moment `at`. */
  readonly orderId: string
  /** What people call the order, e.g. `HT-7K3M9Q`. */
  readonly number: string
  /** ISO 8601, when it was placed. */
  readonly at: string
  readonly name: string
  readonly email: string
  readonly line1: string
  readonly postalCode: string
  readonly city: string
  readonly country: string
  /** The number of its print, 1 to 24. */
  readonly editionNumber: number
}

// order · number · placed at · buyer · street · postal code · city · country
const sales = `
019790d1-ebf0-7000-8000-0255ded3c876 · HT-3V7FFY · 2025-06-21T04:49:26.000Z · Ada Wren · Neubaugasse 12 · 1070 · Wien · EU
01979d11-2520-7000-8000-05ebff628d04 · HT-QWQ6KN · 2025-06-23T13:53:56.000Z · Noor Haddad · Wijnhaven 8 · 3011 AA · Rotterdam · EU
0197a658-e870-7000-8000-0a6952382505 · HT-9G7YME · 2025-06-25T09:08:54.000Z · Tomas Lind · Svartbäcksgatan 4 · 753 10 · Uppsala · EU
0197b258-de50-7000-8000-0ee792741641 · HT-GDDNVT · 2025-06-27T17:04:18.000Z · Chiara Bassi · Via Po 31 · 10123 · Torino · EU
0197c1cf-e220-7000-8000-12792b6cdf5a · HT-YVMEGD · 2025-06-30T17:08:36.000Z · Elif Arslan · Oranienstraße 22 · 10999 · Berlin · EU
0197d200-6a20-7000-8000-1420d0329234 · HT-VK73ZM · 2025-07-03T20:35:32.000Z · Jonas Keller · Langstrasse 90 · 8004 · Zürich · CH
0197ddc9-bfa0-7000-8000-1b9c0bd43e89 · HT-28TVGZ · 2025-07-06T03:31:16.000Z · Maeve Doyle · Oliver Plunkett Street 5 · T12 W8PK · Cork · EU
0197e6a9-f720-7000-8000-1f4ffcd2d19b · HT-QEVCBH · 2025-07-07T20:53:08.000Z · Pablo Rius · Carrer dels Cavallers 17 · 46001 · València · EU
0197f7ec-2da0-7000-8000-21dc1923d860 · HT-K6MJNJ · 2025-07-11T05:19:00.000Z · Ingrid Moe · Vrijdagmarkt 3 · 9000 · Gent · EU
0198041f-c258-7000-8000-27b07740b9a2 · HT-8MV497 · 2025-07-13T14:10:47.000Z · Luc Perrin · Rue Sergent Blandan 14 · 69001 · Lyon · EU
01980e5c-0f38-7000-8000-2b3ced1c21c2 · HT-QEWNSD · 2025-07-15T13:52:51.000Z · Sofia Marques · Rua das Flores 40 · 4050-253 · Porto · EU
0198158f-f260-7000-8000-2ff278275e63 · HT-P9FAEW · 2025-07-16T23:26:52.000Z · Henrik Juhl · Mejlgade 26 · 8000 · Aarhus · EU
01982581-0060-7000-8000-31fa361c0bc7 · HT-PEMMD9 · 2025-07-20T01:44:28.000Z · Owen Price · Womanby Street 9 · CF10 1BH · Cardiff · GB
019834c3-a208-7000-8000-340d06422a05 · HT-HMNQ4Z · 2025-07-23T00:51:33.000Z · Katri Salo · Hämeenkatu 18 · 33100 · Tampere · EU
019841cf-52f8-7000-8000-3b3af310c2d3 · HT-PP7XZE · 2025-07-25T13:39:23.000Z · Milan Horák · Veselá 11 · 602 00 · Brno · EU
01985016-df48-7000-8000-3ee780710e5b · HT-6W2A7G · 2025-07-28T08:12:13.000Z · Rosa Klein · Sporgasse 7 · 8010 · Graz · EU
01985b0a-bc58-7000-8000-40558d646457 · HT-NW4HST · 2025-07-30T11:14:47.000Z · Amir Sadeghi · Schulterblatt 58 · 20357 · Hamburg · EU
0198641a-fcb8-7000-8000-46455d31065a · HT-RG9R3P · 2025-08-01T05:29:07.000Z · Beatrix Nagy · Veres Pálné utca 6 · 1053 · Budapest · EU
01986e3e-d7c8-7000-8000-4b91cc9f9aa9 · HT-27KVD7 · 2025-08-03T04:44:29.000Z · Daniel Ortega · SW Alder Street 1022 · 97205 · Portland · US
01987ee0-1b28-7000-8000-4ec06adaf970 · HT-KF2DNS · 2025-08-06T10:14:33.000Z · Freya Calder · Candleriggs 33 · G1 5HH · Glasgow · GB
01988dfe-7b90-7000-8000-52fd019fb39b · HT-ZX4PFX · 2025-08-09T08:42:02.000Z · Goran Babić · Tkalčićeva 21 · 10000 · Zagreb · EU
0198944f-55a0-7000-8000-5481b3820e51 · HT-29WV4T · 2025-08-10T14:08:04.000Z · Hana Mori · Post Alley 1501 · 98101 · Seattle · US
0198a193-d1a0-7000-8000-5b6266a07f91 · HT-DMAHEN · 2025-08-13T03:57:56.000Z · Ilse de Wit · Kloosterstraat 44 · 2000 · Antwerpen · EU
0198b24f-76e8-7000-8000-5e4ef37bdaea · HT-HZQZY5 · 2025-08-16T09:56:49.000Z · Yannis Petrou · Agíou Filíppou 5 · 105 54 · Athína · EU
`

/** The 24 orders, oldest first; orders, payments and inventory seed the same ones, so that every invariant holds from the start. */
export const lastImpressionOrders: readonly LastImpressionOrder[] = sales.trim().split('\n').map(readSale)

function readSale(line: string, index: number): LastImpressionOrder {
  const [orderId = '', number = '', at = '', name = '', line1 = '', postalCode = '', city = '', country = ''] =
    line.split(' · ')
  return { orderId, number, at, name, email: emailOf(name), line1, postalCode, city, country, editionNumber: index + 1 }
}

/** `Milan Horák` → `milan.horak@halftone.test` */
function emailOf(name: string): string {
  const plain = name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return `${plain.replace(/[^a-z]+/g, '.')}@halftone.test`
}
