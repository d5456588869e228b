// SPDX-License-Identifier: Apache-2.0

/// One of the concurrent values of a field, as shown to a person.
public struct Candidate: Hashable, Sendable {
  /// The field written; where a deletion met edits, each edit has its own.
  public let path: FieldPath

  /// The value; equal concurrent values are one candidate.
  public let value: FieldValue

  /// Every write that put this value, the highest-ranked first.
  public let writes: [Sibling]

  /// The write that speaks for the candidate.
  public var write: Sibling {
    writes[0]
  }
}

/// Concurrent values of one field that differ: data for a person to settle, never an error.
public struct Conflict: Hashable, Sendable {
  /// The record.
  public let header: RecordHeader

  /// The field; ``FieldPath/tombstone`` where a deletion met an edit.
  public let path: FieldPath

  /// Two or more candidates.
  ///
  /// The first is the provisional winner; the order is the same on every replica. For a deletion
  /// that met an edit: the deletion's write first, then the edits.
  public let candidates: [Candidate]

  /// Names the conflict in commands: ten characters that stay the same while it is open.
  public var id: String {
    let digest = StableHash.digest(header.id.bytes + Array(path.text.utf8))
    return Base32.text(Array(digest.prefix(7))).prefix(10).description
  }
}

/// A person's answer to a conflict.
public enum Resolution: Hashable, Sendable {
  /// Keep the candidate of this number, counting from 1.
  case keep(Int)

  /// Neither: this value instead.
  case value(FieldValue)
}

extension Record {
  /// The fields whose live values differ, and the deletion that met an edit, if one did.
  ///
  /// Equal concurrent values are no conflict. A deleted record has none.
  public var conflicts: [Conflict] {
    if isDeleted { return [] }
    let disputed = fields.indices.filter { fields[$0].siblings.areSeveral }
    var result = disputed.compactMap { place -> Conflict? in
      let field = fields[place]
      guard field.path != .tombstone else { return nil }
      let candidates = candidates(of: field)
      guard candidates.count > 1 else { return nil }
      return Conflict(header: header, path: field.path, candidates: candidates)
    }
    if wasEditedWhileDeleted {
      result.append(deletionConflict)
    }
    return result
  }

  /// The value that stands for a field until a person decides: the first candidate's.
  ///
  /// Chosen by authority, then causal depth, then a hash keyed by record and field: never the
  /// larger value, the later clock or the smaller id, each of which would bias the figures.
  public func value(of path: FieldPath) -> FieldValue? {
    let siblings = siblings(of: path)
    return siblings.count > 1
      ? siblings.min { ranksBefore($0, $1, in: path) }?.value : siblings.first?.value
  }

  /// Whether the field's value is provisional: people disagree, and nobody has decided.
  public func isProvisional(_ path: FieldPath) -> Bool {
    let siblings = siblings(of: path)
    return siblings.dropFirst().contains { $0.value != siblings[0].value }
  }

  /// Makes the edit by which a person settles a conflict of this state.
  ///
  /// - Parameters:
  ///   - conflict: A conflict of this record as it is now.
  ///   - resolution: The person's answer.
  /// - Returns: The edit; nil where the answer names a candidate that does not exist, or gives a
  ///   value where the question is whether the record stays deleted.
  public func edit(settling conflict: Conflict, by resolution: Resolution) -> Edit? {
    switch resolution {
    case .keep(let number) where (1...conflict.candidates.count).contains(number):
      guard conflict.path == .tombstone else {
        return .write([Put(conflict.path, conflict.candidates[number - 1].value)])
      }
      guard case .tombstone(let tombstone) = conflict.candidates[number - 1].value else {
        return .keep
      }
      return .delete(reason: tombstone.reason)
    case .value(let value) where conflict.path != .tombstone:
      return .write([Put(conflict.path, value)])
    default:
      return nil
    }
  }

  private func candidates(of field: Field) -> [Candidate] {
    let ranked = field.siblings.sorted { ranksBefore($0, $1, in: field.path) }
    return grouped(ranked, of: field.path)
  }

  /// Deletion against edits: number 1 deletes, the others are the edits that it had not seen.
  private var deletionConflict: Conflict {
    let deletions = siblings(of: .tombstone).all
    let edits = fields.filter { $0.path != .tombstone }.flatMap { field in
      field.siblings.filter { edit in deletions.contains { !$0.hasSeen(edit.dot) } }
        .map { Candidate(path: field.path, value: $0.value, writes: [$0]) }
    }
    return Conflict(
      header: header,
      path: .tombstone,
      candidates: [Candidate(path: .tombstone, value: deletions[0].value, writes: deletions)]
        + edits
    )
  }

  private func grouped(_ siblings: [Sibling], of path: FieldPath) -> [Candidate] {
    var groups: [[Sibling]] = []
    for sibling in siblings {
      if let place = groups.firstIndex(where: { $0[0].value == sibling.value }) {
        groups[place].append(sibling)
      } else {
        groups.append([sibling])
      }
    }
    return groups.map { Candidate(path: path, value: $0[0].value, writes: $0) }
  }

  private func ranksBefore(_ left: Sibling, _ right: Sibling, in path: FieldPath) -> Bool {
    let (leftRank, rightRank) = (left.stamp, right.stamp)
    if leftRank.authority != rightRank.authority {
      return leftRank.authority > rightRank.authority
    }
    if leftRank.depth != rightRank.depth {
      return leftRank.depth > rightRank.depth
    }
    return lot(of: left.dot, in: path).lexicographicallyPrecedes(lot(of: right.dot, in: path))
  }

  /// The lot that a write draws in this field: keyed, so that nobody wins every tie.
  private func lot(of dot: Dot, in path: FieldPath) -> [UInt8] {
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: dot.counter >> UInt64(8 * $0)) }
    return StableHash.digest(
      header.id.bytes + Array(path.text.utf8) + [0] + dot.replica.bytes + counter
    )
  }
}

extension Sibling {
  /// Whether this is a deletion by somebody who had seen the write.
  fileprivate func hasSeen(_ dot: Dot) -> Bool {
    if case .tombstone(let tombstone) = value { tombstone.seen.contains(dot) } else { false }
  }
}
