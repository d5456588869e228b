// SPDX-License-Identifier: Apache-2.0

/// What a person means to do to a record.
public enum Edit: Hashable, Sendable {
  /// Create the record or change fields of it.
  ///
  /// Writing to a deleted record brings it back.
  case write([Put])

  /// Delete the record, for a reason; all that was seen so far is covered.
  case delete(reason: String)

  /// Keep a record that was edited while somebody else deleted it.
  ///
  /// This writes that the record exists, so that a deletion which had not seen the decision opens
  /// the question again.
  case keep
}

extension Record {
  /// Makes the change that an edit of this state comes to.
  ///
  /// The state itself is not changed.
  ///
  /// - Parameters:
  ///   - edit: What the person means to do.
  ///   - writer: Who, when, in what capacity.
  ///   - position: Where the change stands in the writer's journal.
  /// - Returns: A change based on all that this state has seen.
  public func change(_ edit: Edit, by writer: Writer, at position: JournalPosition) -> Change {
    var puts: [Put] = []
    var unsets: [FieldPath] = []
    switch edit {
    case .write(let values):
      puts = values
      if context.isEmpty {
        puts.append(Put(.existence, .boolean(true)))
      }
      if isDeleted {
        unsets.append(.tombstone)
      }
    case .delete(let reason):
      puts = [Put(.tombstone, .tombstone(Tombstone(seen: context, reason: reason)))]
    case .keep:
      puts = [Put(.existence, .boolean(true))]
      unsets = [.tombstone]
    }
    let stamp = Stamp(
      author: writer.person,
      enteredAt: writer.now,
      authority: writer.authority,
      depth: depth == .max ? .max : depth + 1
    )
    return Change(
      dot: position.dot,
      header: header,
      base: context,
      puts: puts,
      unsets: unsets,
      stamp: stamp,
      previous: position.previous
    )
  }
}

extension Record {
  /// Whether the record is deleted: some deletion had seen every live value of every other field.
  ///
  /// A concurrent edit therefore brings back the whole record, not only the edited field.
  public var isDeleted: Bool {
    siblings(of: .tombstone).contains { sibling in
      guard case .tombstone(let tombstone) = sibling.value else { return false }
      return fields.allSatisfy { field in
        field.path == .tombstone
          || field.siblings.allSatisfy { tombstone.seen.contains($0.dot) }
      }
    }
  }

  /// Whether somebody edited the record while somebody else deleted it: it is alive, and a person
  /// has to say whether it stays.
  public var wasEditedWhileDeleted: Bool {
    !siblings(of: .tombstone).isEmpty && !isDeleted
  }
}
