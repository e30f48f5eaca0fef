import type { Exchange } from './play.ts'

/**
 * What a client of version 1 asked on 29 November 2026, and what it was answered. It is never recorded anew: whoever changes
 * the gateway lets this client go on as it is. Of long lists one entry is kept.
 */
export const clientOfV1: readonly Exchange[] = [
  {
    name: 'reads a page of the catalogue',
    method: 'GET',
    path: '/api/v1/products?size=a2&sort=title&limit=2',
    reply: {
      status: 200,
      body: {
        items: [
          {
            slug: 'atrium-no-2',
            title: 'Atrium No. 2',
            artist: 'Dario Quintela',
            collection: 'atria',
            palette: 'lagoon',
            sizes: ['a3', 'a2', 'a1'],
            edition: 450,
            available: 450,
            priceCents: 8500,
            currency: 'EUR',
          },
          {
            slug: 'atrium-no-5',
            title: 'Atrium No. 5',
            artist: 'Dario Quintela',
            collection: 'atria',
            palette: 'damson',
            sizes: ['a3', 'a2'],
            edition: 100,
            available: 100,
            priceCents: 8500,
            currency: 'EUR',
          },
        ],
        facets: {
          collection: [
            {
              value: 'atria',
              count: 6,
            },
          ],
          palette: [
            {
              value: 'adobe',
              count: 3,
            },
          ],
          size: [
            {
              value: 'a3',
              count: 47,
            },
          ],
        },
        total: 48,
        nextCursor: 'WyJ0aXRsZSIsImF0cml1bSBuby4gMDAwMDA1IiwiYXRyaXVtLW5vLTUiXQ',
        staleSince: null,
        degraded: [],
      },
    },
  },
  {
    name: 'reads a print',
    method: 'GET',
    path: '/api/v1/products/contour-no-2',
    reply: {
      status: 200,
      body: {
        slug: 'contour-no-2',
        title: 'Contour No. 2',
        artist: 'Ines Halvard',
        description: 'Depth upon depth of green water rises, sheet over sheet, to a shallow where the light rests.',
        collection: 'contours',
        palette: 'lagoon',
        year: 2026,
        releasedAt: '2026-11-20T09:00:00.000Z',
        related: [
          {
            slug: 'contour-no-1',
            title: 'Contour No. 1',
            artist: 'Ines Halvard',
            collection: 'contours',
            palette: 'riso',
            sizes: ['a3', 'a2', 'a1'],
            edition: 300,
            available: 300,
            priceCents: 9000,
            currency: 'EUR',
          },
        ],
        variants: [
          {
            sku: 'contour-no-2-a3',
            size: 'a3',
            edition: 100,
            available: 100,
            priceCents: 9000,
            currency: 'EUR',
          },
          {
            sku: 'contour-no-2-a2',
            size: 'a2',
            edition: 100,
            available: 100,
            priceCents: 14000,
            currency: 'EUR',
          },
          {
            sku: 'contour-no-2-a1',
            size: 'a1',
            edition: 100,
            available: 100,
            priceCents: 24000,
            currency: 'EUR',
          },
        ],
        soldLast30Days: 0,
        staleSince: null,
        degraded: [],
      },
    },
  },
  {
    name: 'reads the same print over tRPC',
    method: 'GET',
    path: '/trpc/v1/products.bySlug?input=%7B%22slug%22%3A%22contour-no-2%22%7D',
    reply: {
      status: 200,
      body: {
        result: {
          data: {
            slug: 'contour-no-2',
            title: 'Contour No. 2',
            artist: 'Ines Halvard',
            description: 'Depth upon depth of green water rises, sheet over sheet, to a shallow where the light rests.',
            collection: 'contours',
            palette: 'lagoon',
            year: 2026,
            releasedAt: '2026-11-20T09:00:00.000Z',
            related: [
              {
                slug: 'contour-no-1',
                title: 'Contour No. 1',
                artist: 'Ines Halvard',
                collection: 'contours',
                palette: 'riso',
                sizes: ['a3', 'a2', 'a1'],
                edition: 300,
                available: 300,
                priceCents: 9000,
                currency: 'EUR',
              },
            ],
            variants: [
              {
                sku: 'contour-no-2-a3',
                size: 'a3',
                edition: 100,
                available: 100,
                priceCents: 9000,
                currency: 'EUR',
              },
              {
                sku: 'contour-no-2-a2',
                size: 'a2',
                edition: 100,
                available: 100,
                priceCents: 14000,
                currency: 'EUR',
              },
              {
                sku: 'contour-no-2-a1',
                size: 'a1',
                edition: 100,
                available: 100,
                priceCents: 24000,
                currency: 'EUR',
              },
            ],
            soldLast30Days: 0,
            staleSince: null,
            degraded: [],
          },
        },
      },
    },
  },
  {
    name: 'reads a stock',
    method: 'GET',
    path: '/api/v1/stock/contour-no-2-a2',
    reply: {
      status: 200,
      body: {
        sku: 'contour-no-2-a2',
        edition: 100,
        onHand: 100,
        reserved: 0,
        sold: 0,
        available: 100,
      },
    },
  },
  {
    name: 'asks for a print that is not there',
    method: 'GET',
    path: '/api/v1/products/nothing-here',
    reply: {
      status: 404,
      body: {
        type: 'about:blank',
        title: 'There is nothing here',
        status: 404,
        code: 'not_found',
        detail: 'There is no print "nothing-here".',
        requestId: '01a224e7-14cc-72bd-8470-ca1dceb63123',
      },
    },
  },
  {
    name: 'places an order',
    method: 'POST',
    path: '/api/v1/orders',
    headers: {
      'idempotency-key': '{key}',
    },
    body: {
      lines: [
        {
          sku: 'contour-no-2-a2',
          quantity: 1,
        },
      ],
      contact: {
        name: 'An old client',
        email: 'old-client@halftone.test',
      },
      address: {
        line1: 'Long Lane 1',
        city: 'Graz',
        postalCode: '8010',
        country: 'EU',
      },
      payment: {
        token: 'tok_ok',
      },
    },
    reply: {
      status: 202,
      body: {
        orderId: '01a224e7-14f7-7133-9abd-1e9b0e940b62',
        number: 'HT-X391FF',
        status: 'pending',
        total: {
          amount: 14000,
          currency: 'EUR',
        },
        accessToken: 'BqLys1bnWhocZWOIsSArat46ZPJ8dgM_cl65tgmPyEc',
      },
    },
  },
  {
    name: 'repeats it under the same key',
    method: 'POST',
    path: '/api/v1/orders',
    headers: {
      'idempotency-key': '{key}',
    },
    body: {
      lines: [
        {
          sku: 'contour-no-2-a2',
          quantity: 1,
        },
      ],
      contact: {
        name: 'An old client',
        email: 'old-client@halftone.test',
      },
      address: {
        line1: 'Long Lane 1',
        city: 'Graz',
        postalCode: '8010',
        country: 'EU',
      },
      payment: {
        token: 'tok_ok',
      },
    },
    reply: {
      status: 202,
      body: {
        orderId: '01a224e7-14f7-7133-9abd-1e9b0e940b62',
        number: 'HT-X391FF',
        status: 'pending',
        total: {
          amount: 14000,
          currency: 'EUR',
        },
        accessToken: 'BqLys1bnWhocZWOIsSArat46ZPJ8dgM_cl65tgmPyEc',
      },
    },
  },
  {
    name: 'sends an order without a line',
    method: 'POST',
    path: '/api/v1/orders',
    headers: {
      'idempotency-key': '{key}',
    },
    body: {
      lines: [],
      contact: {
        name: 'An old client',
        email: 'old-client@halftone.test',
      },
      address: {
        line1: 'Long Lane 1',
        city: 'Graz',
        postalCode: '8010',
        country: 'EU',
      },
      payment: {
        token: 'tok_ok',
      },
    },
    reply: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The input does not fit the contract',
        status: 400,
        code: 'invalid_input',
        detail: 'lines must have at least 1 entry',
        requestId: '01a224e7-153a-7413-b108-01184b6b3099',
        issues: [
          {
            path: 'lines',
            message: 'must have at least 1 entry',
          },
        ],
      },
    },
  },
  {
    name: 'forgets the key',
    method: 'POST',
    path: '/api/v1/orders',
    body: {
      lines: [
        {
          sku: 'contour-no-2-a2',
          quantity: 1,
        },
      ],
      contact: {
        name: 'An old client',
        email: 'old-client@halftone.test',
      },
      address: {
        line1: 'Long Lane 1',
        city: 'Graz',
        postalCode: '8010',
        country: 'EU',
      },
      payment: {
        token: 'tok_ok',
      },
    },
    reply: {
      status: 400,
      body: {
        type: 'about:blank',
        title: 'The Idempotency-Key header is missing',
        status: 400,
        code: 'idempotency_key_missing',
        detail: 'Send an Idempotency-Key, the same for every repeat.',
        requestId: '01a224e7-1546-739c-806c-8b3eecadc1b5',
      },
    },
  },
  {
    name: 'reads the order',
    method: 'GET',
    path: '/api/v1/orders/{orderId}',
    headers: {
      'x-order-token': '{accessToken}',
    },
    reply: {
      status: 200,
      body: {
        orderId: '01a224e7-14f7-7133-9abd-1e9b0e940b62',
        number: 'HT-X391FF',
        status: 'reserved',
        reason: null,
        placedAt: '2026-11-29T01:24:13.687Z',
        lines: [
          {
            sku: 'contour-no-2-a2',
            slug: 'contour-no-2',
            title: 'Contour No. 2',
            size: 'a2',
            quantity: 1,
            unitPrice: {
              amount: 14000,
              currency: 'EUR',
            },
            total: {
              amount: 14000,
              currency: 'EUR',
            },
            edition: 100,
            numbers: [],
          },
        ],
        total: {
          amount: 14000,
          currency: 'EUR',
        },
        contact: {
          name: 'An old client',
          email: 'old-client@halftone.test',
        },
        address: {
          line1: 'Long Lane 1',
          city: 'Graz',
          postalCode: '8010',
          country: 'EU',
        },
        cancellable: true,
        returnable: false,
        timeline: [
          {
            seq: 1,
            at: '2026-11-29T01:24:13.687Z',
            status: 'pending',
            note: 'We have your order.',
          },
          {
            seq: 2,
            at: '2026-11-29T01:24:13.805Z',
            status: 'reserved',
            note: 'Your prints are set aside for you.',
          },
        ],
      },
    },
  },
  {
    name: 'reads it over tRPC',
    method: 'GET',
    path: '/trpc/v1/orders.byId?input=%7B%22orderId%22%3A%22{orderId}%22%2C%22accessToken%22%3A%22{accessToken}%22%7D',
    reply: {
      status: 200,
      body: {
        result: {
          data: {
            orderId: '01a224e7-14f7-7133-9abd-1e9b0e940b62',
            number: 'HT-X391FF',
            status: 'reserved',
            reason: null,
            placedAt: '2026-11-29T01:24:13.687Z',
            lines: [
              {
                sku: 'contour-no-2-a2',
                slug: 'contour-no-2',
                title: 'Contour No. 2',
                size: 'a2',
                quantity: 1,
                unitPrice: {
                  amount: 14000,
                  currency: 'EUR',
                },
                total: {
                  amount: 14000,
                  currency: 'EUR',
                },
                edition: 100,
                numbers: [],
              },
            ],
            total: {
              amount: 14000,
              currency: 'EUR',
            },
            contact: {
              name: 'An old client',
              email: 'old-client@halftone.test',
            },
            address: {
              line1: 'Long Lane 1',
              city: 'Graz',
              postalCode: '8010',
              country: 'EU',
            },
            cancellable: true,
            returnable: false,
            timeline: [
              {
                seq: 1,
                at: '2026-11-29T01:24:13.687Z',
                status: 'pending',
                note: 'We have your order.',
              },
              {
                seq: 2,
                at: '2026-11-29T01:24:13.805Z',
                status: 'reserved',
                note: 'Your prints are set aside for you.',
              },
            ],
          },
        },
      },
    },
  },
  {
    name: 'cancels it',
    method: 'POST',
    path: '/api/v1/orders/{orderId}/cancel',
    headers: {
      'idempotency-key': '{key}',
      'x-order-token': '{accessToken}',
    },
    body: {},
    reply: {
      status: 202,
      body: {
        orderId: '01a224e7-14f7-7133-9abd-1e9b0e940b62',
        status: 'cancelled',
      },
    },
  },
]
