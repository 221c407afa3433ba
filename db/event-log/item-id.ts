/**
 * SQL of an envelope's identity as text: its stem and its number; NULL where the number is a hash. `row` names the row
 * of `events`. One probe of a primary key.
 */
export function printedIdSql(row: string): string {
  return `(SELECT i.stem || printf('%0*d', i.digits, ${row}.identity_number) FROM identity_stems i WHERE i.stem_key = ${row}.stem_key AND i.digits >= 0)`;
}

/** SQL of the id of the line that carried an envelope: stored only where its identity does not say it. */
export function itemIdSql(row: string): string {
  return `coalesce(${row}.item_id, ${printedIdSql(row)})`;
}
