// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

extension StoreReader {
  /// How many live observations each visit has; visits without any are not in it.
  package func observationsByVisit() throws -> [RecordID: Int] {
    try counts(
      """
      SELECT parent, COUNT(*) FROM record
      WHERE parent IS NOT NULL AND kind = 'observation' AND deleted = 0 GROUP BY parent
      """
    )
  }

  /// How many changes of each visit, and of what belongs to it, the hub has not acknowledged.
  package func waitingByVisit() throws -> [RecordID: Int] {
    try counts(
      """
      SELECT COALESCE(record.parent, record.id) AS visit, COUNT(*)
      FROM journal JOIN record ON record.id = journal.record
      WHERE journal.state <> 1 AND journal.state = 0 GROUP BY visit
      """
    )
  }

  private func counts(_ sql: String) throws -> [RecordID: Int] {
    var counts: [RecordID: Int] = [:]
    for row in try Row.fetchAll(database, sql: sql) {
      if let visit = RecordID(bytes: row[0] as Data) { counts[visit] = row[1] }
    }
    return counts
  }
}
