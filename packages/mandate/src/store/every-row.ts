import type { Page, PageRequest } from './port.ts'

/** Every row of a list, page by page. */
export async function everyRow<Row>(
  list: (page: PageRequest) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  let after: string | undefined
  do {
    const page = await list({ after, limit: 1000 })
    rows.push(...page.rows)
    after = page.next ?? undefined
  } while (after !== undefined)
  return rows
}
