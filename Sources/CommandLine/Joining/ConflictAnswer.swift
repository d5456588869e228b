// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore
import SyncProtocol

/// A conflict as people and scripts read it.
struct ConflictAnswer: Encodable {
  struct CandidateAnswer: Encodable {
    let n: Int
    let value: String
    let author: String
    let device: String
    let enteredAt: String

    /// The value for people.
    let shown: String

    private enum CodingKeys: CodingKey {
      case n, value, author, device, enteredAt
    }
  }

  let id: String
  let record: String
  let kind: String
  let visit: String?
  let interaction: String?
  let field: String
  let candidates: [CandidateAnswer]

  init(_ conflict: Conflict, reader: StoreReader, cards: [ReplicaID: ReplicaCard]) throws {
    let header = conflict.header
    let record = try reader.record(header.id)
    let visitID = header.kind == .visit ? header.id : header.parent
    let visitCode = try visitID.flatMap { try reader.record($0) }.map { Visit($0).code }
    id = conflict.id
    self.record = header.id.description
    kind = header.kind.rawValue
    visit = visitCode.flatMap { $0.isEmpty ? nil : $0 } ?? visitID?.description
    interaction = record?.value(of: "interaction")?.text
    let asked = try reader.interaction(of: record)
    field = conflict.path == .tombstone ? "deleted" : conflict.path.text
    candidates = conflict.candidates.enumerated().map { place, candidate in
      let card = cards[candidate.write.dot.replica]
      return CandidateAnswer(
        n: place + 1,
        value: candidate.answer(to: conflict) { value, _ in value.display },
        author: card?.person.name ?? candidate.write.stamp.author.description,
        device: card?.device ?? candidate.write.dot.replica.description,
        enteredAt: candidate.write.stamp.enteredAt.description,
        shown: candidate.answer(to: conflict) { $0.words(of: $1, asked) }
      )
    }
  }

  /// The conflict for people; the first candidate stands until somebody decides.
  var lines: [String] {
    let place = [visit, interaction, field].compactMap(\.self).joined(separator: " ")
    return ["\(id)  \(kind) \(TextOutput.singleLine(place))"]
      + candidates.map { candidate in
        let value = TextOutput.singleLine(candidate.shown)
        let standing = candidate.n == 1 ? ", stands until decided" : ""
        return "  \(candidate.n)  \u{201c}\(value)\u{201d}  \(candidate.author) on "
          + "\(candidate.device), \(candidate.enteredAt)\(standing)"
      }
  }
}

extension Candidate {
  /// What the candidate says; where a deletion met edits, in which field.
  fileprivate func answer(
    to conflict: Conflict,
    in words: (FieldValue, FieldPath) -> String
  ) -> String {
    switch (conflict.path, path) {
    case (.tombstone, .tombstone): "deleted: \(value.display)"
    case (.tombstone, .existence): "kept"
    case (.tombstone, _): "\(path) = \(words(value, path))"
    default: words(value, path)
    }
  }
}
