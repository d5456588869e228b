// SPDX-License-Identifier: Apache-2.0

/// The SHA-256 of a change's bytes as its author wrote them.
public struct ChangeHash: Hashable, Sendable {
  // No array around them: every change carries one hash and is known by another.
  private let first: Halves
  private let last: Halves

  /// A hash of 32 bytes; nil for any other number.
  public init?(bytes: [UInt8]) {
    guard let hash = bytes.withUnsafeBytes({ ChangeHash(bytes: $0) }) else { return nil }
    self = hash
  }

  /// A hash of 32 bytes that lie somewhere; nil for any other number.
  public init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    first = Halves(UInt128(bigEndian: bytes.loadUnaligned(as: UInt128.self)))
    last = Halves(UInt128(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt128.self)))
  }

  private init() {
    first = Halves(0)
    last = Halves(0)
  }

  /// 32 bytes.
  public var bytes: [UInt8] {
    withUnsafeBytes { Array($0) }
  }

  /// Lends the 32 bytes.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Swift.withUnsafeBytes(of: (first.whole.bigEndian, last.whole.bigEndian), body)
  }

  /// What stands before a replica's first change: 32 zeros.
  public static let none = ChangeHash()
}

/// A value that a change puts into a field.
public struct Put: Hashable, Sendable {
  /// The field.
  public let path: FieldPath

  /// The value.
  public let value: FieldValue

  /// A value for a field.
  public init(_ path: FieldPath, _ value: FieldValue) {
    self.path = path
    self.value = value
  }
}

/// One dotted, shippable write to one record: all its puts and unsets happen or none.
public struct Change: Hashable, Sendable {
  let write: Write

  /// The record that it writes to.
  public let header: RecordHeader

  /// What its author had seen of the record.
  public let base: VersionVector

  /// What it puts, each field at most once.
  public let puts: [Put]

  /// The fields whose seen values it removes.
  public let unsets: [FieldPath]

  /// The hash of the replica's previous change; ``ChangeHash/none`` before the first.
  public let previous: ChangeHash

  /// The change's name.
  public var dot: Dot {
    write.dot
  }

  /// Who wrote it, when, and with what rank.
  public var stamp: Stamp {
    write.stamp
  }

  /// A change as its author wrote it.
  public init(
    dot: Dot,
    header: RecordHeader,
    base: VersionVector,
    puts: [Put],
    unsets: [FieldPath] = [],
    stamp: Stamp,
    previous: ChangeHash
  ) {
    write = Write(dot, stamp)
    self.header = header
    self.base = base
    self.puts = puts
    self.unsets = unsets
    self.previous = previous
  }
}

/// Where the next change of a replica stands in its journal.
public struct JournalPosition: Hashable, Sendable {
  /// The next change's dot.
  public let dot: Dot

  /// The hash of the change before it.
  public let previous: ChangeHash

  /// A place in a journal.
  public init(dot: Dot, previous: ChangeHash) {
    self.dot = dot
    self.previous = previous
  }
}

/// Who writes, when by their clock, and in what capacity.
public struct Writer: Hashable, Sendable {
  /// The person.
  public let person: PersonID

  /// Their rank in this write.
  public let authority: Authority

  /// Their wall clock.
  public let now: LocalTime

  /// A person at a moment.
  public init(person: PersonID, authority: Authority, now: LocalTime) {
    self.person = person
    self.authority = authority
    self.now = now
  }
}
