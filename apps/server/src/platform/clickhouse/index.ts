/** Facts and metrics: the ClickHouse engine inside this process by default, any ClickHouse server by address. */
export { type Clickhouse, type ClickhouseAddress, openClickhouse } from './clickhouse.ts'
