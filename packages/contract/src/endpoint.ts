import type { z } from 'zod'
import type { ErrorCode } from './errors.ts'

/** Who may call an endpoint at all; finer decisions are made by the owning module's `policy.ts`. */
export type Access = 'public' | 'person' | 'moderator' | 'operator'
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type ObjectSchema = z.ZodObject

/** One HTTP endpoint: the only place where its path, shapes, access and errors are written down. */
export interface Endpoint<
  Params extends ObjectSchema | undefined = ObjectSchema | undefined,
  Query extends ObjectSchema | undefined = ObjectSchema | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Response extends z.ZodType = z.ZodType,
  Errors extends readonly ErrorCode[] = readonly ErrorCode[],
  Allowed extends Access = Access,
> {
  readonly id: string
  readonly method: Method
  readonly path: `/v1/${string}`
  readonly summary: string
  readonly access: Allowed
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly response: Response
  readonly errors: Errors
  /** The largest body; left out: what the server takes everywhere. */
  readonly mostBytes?: number
  /** No session is looked up and no cookie is set; one address may ask so often. */
  readonly withoutSession?: { readonly perMinute: number }
  /** A change that somebody whose account is suspended may still make. */
  readonly whileSuspended?: true
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined
type In<S> = S extends z.ZodType ? z.input<S> : undefined

/** What a handler receives: validated and transformed values. */
export interface RequestOf<E extends Endpoint> {
  readonly params: Out<E['params']>
  readonly query: Out<E['query']>
  readonly body: Out<E['body']>
}
/** What a client gives: values before parsing. */
export interface CallOf<E extends Endpoint> {
  readonly params: In<E['params']>
  readonly query: In<E['query']>
  readonly body: In<E['body']>
}
export type ResponseOf<E extends Endpoint> = z.output<E['response']>
export type ErrorsOf<E extends Endpoint> = E['errors'][number]

/**
 * Declares an endpoint. Types of server handler and web client are inferred from it.
 *
 * @example
 * export const getPost = endpoint({ id: 'getPost', method: 'GET', path: '/v1/posts/:postId', … })
 */
export const endpoint = <
  const Errors extends readonly ErrorCode[],
  const Allowed extends Access,
  Response extends z.ZodType,
  Params extends ObjectSchema | undefined = undefined,
  Query extends ObjectSchema | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  definition: Omit<Endpoint<Params, Query, Body, Response, Errors, Allowed>, 'params' | 'query' | 'body'> & {
    readonly params?: Params
    readonly query?: Query
    readonly body?: Body
  },
): Endpoint<Params, Query, Body, Response, Errors, Allowed> => ({
  ...definition,
  // Left out and undefined mean the same here; the type parameters default to undefined when left out.
  params: definition.params as Params,
  query: definition.query as Query,
  body: definition.body as Body,
})
