import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

export interface Toggle<State> {
  /** Where the state lives in the cache: beside posts and people, because the same one can be in several lists. */
  readonly key: readonly [string, string]
  readonly initial: State
  readonly next: (before: State, on: boolean) => State
  readonly send: (on: boolean) => Promise<State>
}

/** Something a person switches on and off: shown at once, taken back when the server refuses. */
export const useToggle = <State>({ key, initial, next, send }: Toggle<State>) => {
  const client = useQueryClient()
  const { data: state = initial } = useQuery<State>({
    queryKey: key,
    queryFn: () => initial,
    initialData: initial,
    staleTime: Infinity,
  })
  const change = useMutation({
    scope: { id: key.join('-') },
    mutationFn: send,
    onMutate: (on) => {
      const before = client.getQueryData<State>(key) ?? state
      client.setQueryData<State>(key, next(before, on))
      return before
    },
    onSuccess: (after) => client.setQueryData(key, after),
    onError: (_error, _on, before) => client.setQueryData(key, before),
  })
  return { state, change }
}
