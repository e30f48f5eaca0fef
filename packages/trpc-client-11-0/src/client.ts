/** The client library of tRPC 11.0.0 as it was released, with the server package of the same release, which it shares code with. */
export {
  createTRPCUntypedClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpLink,
  httpSubscriptionLink,
} from '@trpc/client'
