// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncProtocol

/// A batch that was read and hashed, which needs no store.
package struct OpenedBatch: Hashable, Sendable {
  /// A change of a batch at its place in the journal.
  struct Letter: Hashable, Sendable {
    let entry: JournalEntry
    /// The change, or why the bytes are none.
    let change: Result<Change, WireProblem>
    /// What is wrong with the change by itself, looked for while others write.
    let flaw: Refusal?
  }

  let batch: Batch
  let letters: [Letter]

  /// Reads a batch: changes whose counters follow one another.
  ///
  /// A sender that says what the last hash is gets bytes that are no change taken, to be
  /// quarantined; from any other they could as well have been damaged on their way.
  ///
  /// - Throws: ``HubRefusal/malformed(place:counter:reason:)`` or ``HubRefusal/damagedBatch``.
  package init(_ batch: Batch) throws(HubRefusal) {
    var letters: [Letter] = []
    letters.reserveCapacity(batch.changes.count)
    var expected = batch.first
    for (place, bytes) in batch.changes.enumerated() {
      let letter = try OpenedBatch.letter(bytes, at: place, expected, in: batch)
      if batch.head != nil, let before = letters.last,
        case .success(let change) = letter.change, change.previous != before.entry.hash
      {
        throw .damagedBatch
      }
      letters.append(letter)
      expected = letter.entry.counter + 1
    }
    if let head = batch.head, letters.last?.entry.hash != head { throw .damagedBatch }
    self.batch = batch
    self.letters = letters
  }

  private static func letter(
    _ bytes: [UInt8],
    at place: Int,
    _ expected: UInt64?,
    in batch: Batch
  ) throws(HubRefusal) -> Letter {
    let hash = ChangeCodec.hash(of: bytes)
    let change: Change
    do {
      change = try ChangeCodec.change(from: bytes)
    } catch {
      guard batch.head != nil, let expected, expected >= 1, expected < UInt64(Int64.max) else {
        throw .malformed(place: place, counter: expected, reason: error.description)
      }
      let entry = JournalEntry(counter: expected, bytes: bytes, hash: hash)
      return Letter(entry: entry, change: .failure(error), flaw: nil)
    }
    let counter = change.dot.counter
    guard expected ?? counter == counter, counter < UInt64(Int64.max) else {
      throw .malformed(
        place: place,
        counter: expected,
        reason: "Its counter is \(counter), which does not follow the one before."
      )
    }
    guard change.dot.replica == batch.replica else { throw .foreignReplica }
    let entry = JournalEntry(counter: counter, bytes: bytes, hash: hash)
    return Letter(entry: entry, change: .success(change), flaw: WriteRule.flaw(in: change))
  }
}
