/** Facts and metrics: the ClickHouse engine inside this process by default, any ClickHouse server by address. */
export { type Clickhouse, type ClickhouseAddress, type Statements, openClickhouse } from './clickhouse.ts'
