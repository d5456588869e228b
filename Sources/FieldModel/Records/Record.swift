// SPDX-License-Identifier: Apache-2.0

/// One field of a record with its concurrent values.
public struct Field: Hashable, Sendable {
  /// The field's name.
  public let path: FieldPath

  /// Its live values; never empty within a record.
  public fileprivate(set) var siblings: Siblings
}

/// What ``Record/apply(_:)`` did with a change.
public enum Applied: Hashable, Sendable {
  /// The change took effect.
  case applied

  /// The record had seen the change before; nothing happened.
  case duplicate

  /// The change was made on something that this record has not seen; nothing happened.
  case causalGap
}

/// The unit of data: a causal map of fields to their concurrent values, with one version vector.
///
/// The only state there is, always whole: a partial copy with a full vector would read as
/// "removed by me". Laws (checked exhaustively for small histories by `CausalityTests`):
/// - ``joined(with:)`` is commutative, associative and idempotent, and covers both sides;
/// - ``apply(_:)`` is inflationary and idempotent; a change applied on one side and joined into the
///   other gives the same as applying it there;
/// - the ``context`` only grows.
public struct Record: Hashable, Sendable {
  /// What never changes about the record.
  public let header: RecordHeader

  /// The fields that have values, in order of path.
  public private(set) var fields: [Field]

  /// Every write to this record that has been seen, whether its value is still live or not.
  public private(set) var context: VersionVector

  /// A record to which nothing has been written.
  public init(header: RecordHeader) {
    self.header = header
    fields = []
    context = VersionVector()
  }

  /// A record as a store or a message kept it.
  ///
  /// - Precondition: No path occurs twice.
  public init(header: RecordHeader, siblings: [FieldPath: [Sibling]], context: VersionVector) {
    self.header = header
    self.context = context
    fields = siblings.filter { !$0.value.isEmpty }
      .map { Field(path: $0.key, siblings: Siblings($0.value)) }
      .sorted { $0.path < $1.path }
  }

  /// A record in which one write is live.
  ///
  /// - Precondition: The puts are of distinct fields, and the context contains the dot.
  package init(
    header: RecordHeader,
    puts: [Put],
    by dot: Dot,
    _ stamp: Stamp,
    context: VersionVector
  ) {
    self.header = header
    self.context = context
    let write = Write(dot, stamp)
    fields = puts.sorted { $0.path < $1.path }.map {
      Field(path: $0.path, siblings: Siblings(Sibling($0.value, by: write)))
    }
  }

  /// The live values of a field; none for a field that has no value.
  public func siblings(of path: FieldPath) -> Siblings {
    let (place, isThere) = place(of: path)
    return isThere ? fields[place].siblings : Siblings()
  }

  /// A value of the write that left all that is live; nil where there were several writes, or none.
  package var onlyWrite: Sibling? {
    guard let only = fields.first?.siblings.only else { return nil }
    let fields = fields.span
    for place in fields.indices {
      guard let write = fields[place].siblings.only?.write,
        write === only.write || write.dot == only.dot
      else { return nil }
    }
    return only
  }

  /// The greatest causal depth among the live values; 0 in an empty record.
  public var depth: UInt32 {
    // Looked at where they are: a copy of each field would take ten times as long.
    let fields = fields.span
    var depth: UInt32 = 0
    for place in fields.indices {
      depth = max(depth, fields[place].siblings.depth)
    }
    return depth
  }

  /// Applies a change: drops in each written field what its author had seen, and puts its value
  /// beside what the author had not.
  ///
  /// - Parameter change: A change to this record.
  /// - Returns: Whether it took effect.
  @discardableResult
  public mutating func apply(_ change: Change) -> Applied {
    #if Mutants
    if context.contains(change.dot), !Mutant.isOn(.takesDuplicates) { return .duplicate }
    let replaced =
      Mutant.isOn(.lastWriterWins)
      ? context : Mutant.isOn(.resurrects) ? VersionVector() : change.base
    #else
    if context.contains(change.dot) { return .duplicate }
    let replaced = change.base
    #endif
    guard change.base.isCovered(by: context) else { return .causalGap }
    if fields.isEmpty { fields.reserveCapacity(change.puts.count) }
    for put in change.puts {
      let sibling = Sibling(put.value, by: change.write)
      let (place, isThere) = place(of: put.path)
      if isThere {
        // Changed where it is: a copy would be one of the whole field.
        fields[place].siblings.write(sibling, over: replaced)
      } else {
        fields.insert(Field(path: put.path, siblings: Siblings(sibling)), at: place)
      }
    }
    for path in change.unsets {
      let (place, isThere) = place(of: path)
      guard isThere else { continue }
      fields[place].siblings.discard(seenBy: change.base)
      if fields[place].siblings.isEmpty { fields.remove(at: place) }
    }
    context.insert(change.dot)
    return .applied
  }

  /// Takes a refused change as seen without letting it take effect, so that later changes that were
  /// made on it still apply.
  public mutating func disregard(_ dot: Dot) {
    context.insert(dot)
  }

  /// Joins two replicas' states of this record.
  ///
  /// - Parameter other: Another state of the same record.
  /// - Returns: The least state that has seen what either has.
  /// - Throws: ``DotCollision`` where one dot names two values.
  public func joined(with other: Record) throws(DotCollision) -> Record {
    var result = Record(header: header)
    result.fields.reserveCapacity(max(fields.count, other.fields.count))
    var (mine, theirs) = (fields.startIndex, other.fields.startIndex)
    while mine < fields.endIndex, theirs < other.fields.endIndex {
      if fields[mine].path == other.fields[theirs].path {
        if fields[mine].siblings.isSameWrite(as: other.fields[theirs].siblings) {
          result.fields.append(fields[mine])
          (mine, theirs) = (mine + 1, theirs + 1)
          continue
        }
        let joined = try fields[mine].siblings.joined(
          seen: context,
          with: other.fields[theirs].siblings,
          seen: other.context
        )
        result.append(fields[mine].path, joined)
        (mine, theirs) = (mine + 1, theirs + 1)
      } else if fields[mine].path < other.fields[theirs].path {
        result.append(fields[mine].path, fields[mine].siblings.unseen(by: other.context))
        mine += 1
      } else {
        result.append(
          other.fields[theirs].path,
          other.fields[theirs].siblings.unseen(by: context)
        )
        theirs += 1
      }
    }
    for left in fields[mine...] {
      result.append(left.path, left.siblings.unseen(by: other.context))
    }
    for right in other.fields[theirs...] {
      result.append(right.path, right.siblings.unseen(by: context))
    }
    result.context = context
    result.context.merge(other.context)
    return result
  }

  /// Adds a field after all others, if it has a value.
  private mutating func append(_ path: FieldPath, _ siblings: Siblings) {
    if !siblings.isEmpty {
      fields.append(Field(path: path, siblings: siblings))
    }
  }

  /// Where the field stands, or would stand, and whether it is there.
  private func place(of path: FieldPath) -> (Int, isThere: Bool) {
    let fields = fields.span
    var low = 0
    var high = fields.count
    while low < high {
      let middle = (low + high) / 2
      if fields[middle].path < path {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return (low, low < fields.count && fields[low].path == path)
  }
}
