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

  /// The live values of a field; none for a field that has no value.
  public func siblings(of path: FieldPath) -> Siblings {
    let place = place(of: path)
    guard place < fields.count, fields[place].path == path else { return Siblings() }
    return fields[place].siblings
  }

  /// The greatest causal depth among the live values; 0 in an empty record.
  public var depth: UInt32 {
    fields.flatMap(\.siblings.all).map(\.stamp.depth).max() ?? 0
  }

  /// Applies a change: drops in each written field what its author had seen, and puts its value
  /// beside what the author had not.
  ///
  /// - Parameter change: A change to this record.
  /// - Returns: Whether it took effect.
  @discardableResult
  public mutating func apply(_ change: Change) -> Applied {
    if context.contains(change.dot) { return .duplicate }
    guard change.base.isCovered(by: context) else { return .causalGap }
    for put in change.puts {
      update(put.path) { siblings in
        siblings.discard(seenBy: change.base)
        siblings.insert(Sibling(dot: change.dot, value: put.value, stamp: change.stamp))
      }
    }
    for path in change.unsets {
      update(path) { $0.discard(seenBy: change.base) }
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
    var (mine, theirs) = (fields[...], other.fields[...])
    while let path = [mine.first?.path, theirs.first?.path].compactMap(\.self).min() {
      let left = mine.first?.path == path ? mine.removeFirst().siblings : Siblings()
      let right = theirs.first?.path == path ? theirs.removeFirst().siblings : Siblings()
      let kept = try left.joined(seen: context, with: right, seen: other.context)
      if !kept.isEmpty {
        result.fields.append(Field(path: path, siblings: kept))
      }
    }
    result.context = context
    result.context.merge(other.context)
    return result
  }

  private mutating func update(_ path: FieldPath, _ body: (inout Siblings) -> Void) {
    let place = place(of: path)
    let exists = place < fields.count && fields[place].path == path
    var siblings = exists ? fields[place].siblings : Siblings()
    body(&siblings)
    switch (exists, siblings.isEmpty) {
    case (true, true): fields.remove(at: place)
    case (true, false): fields[place].siblings = siblings
    case (false, false): fields.insert(Field(path: path, siblings: siblings), at: place)
    case (false, true): break
    }
  }

  private func place(of path: FieldPath) -> Int {
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
    return low
  }
}
