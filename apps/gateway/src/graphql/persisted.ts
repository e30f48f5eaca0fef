/** The documents of the shop's own pages and of its examples: known by name to every gateway (`documentId`). */
export const persistedDocuments: Readonly<Record<string, string>> = {
  /** Fifty prints with the stock of every size: one call to list them and one for their stock. */
  'shop.wall': `query Wall($first: Int = 50, $after: String) {
  products(first: $first, after: $after) {
    edges { node { slug title price { amount currency } available stock { sku available } } }
    pageInfo { hasNextPage endCursor }
  }
}`,
  'shop.print': `query Print($slug: String!) {
  product(slug: $slug) {
    slug title artist description
    variants { sku size available price { amount currency } }
    soldLast30Days degraded
  }
}`,
  'shop.order': `query Order($orderId: ID!, $accessToken: String) {
  order(orderId: $orderId, accessToken: $accessToken) {
    orderId number status reason total { amount currency }
    lines { sku title quantity numbers }
    timeline { seq at status note }
  }
}`,
  'shop.follow': `subscription Follow($orderId: ID!, $accessToken: String, $lastEventId: String) {
  orderTimeline(orderId: $orderId, accessToken: $accessToken, lastEventId: $lastEventId) { seq at status note }
}`,
}
