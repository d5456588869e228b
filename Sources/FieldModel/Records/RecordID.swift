// SPDX-License-Identifier: Apache-2.0

/// The name of a record.
///
/// Records with a natural key (a program's location, a visit's observation of an interaction) get
/// a name made from that key, so that two people who create them without a network meet in one
/// record. All others get a time-ordered name.
public struct RecordID: Identifier {
  private let halves: Halves

  /// The 16 bytes as one number.
  public var bits: UInt128 {
    halves.whole
  }

  /// Names the record of these 16 bytes.
  public init(bits: UInt128) {
    halves = Halves(bits)
  }

  /// A time-ordered name: a version 7 UUID (RFC 9562 §5.7).
  ///
  /// - Parameters:
  ///   - milliseconds: Milliseconds since 1970-01-01 UTC; the low 48 bits count.
  ///   - random: 74 bits are taken from these 128 random bits.
  public init(milliseconds: Int64, random: UInt128) {
    let time = UInt128(UInt64(bitPattern: milliseconds) & 0xffff_ffff_ffff) << 80
    self.init(bits: RecordID.marked(time | random & (1 << 80 - 1), version: 7))
  }

  /// The name of a record by its natural key: a version 8 UUID (RFC 9562 §5.8) over SHA-256.
  ///
  /// What many of belong to one visit is named beside it, with the visit's first eight bytes: what
  /// is written together is then kept together, however large a store has become.
  ///
  /// - Parameters:
  ///   - kind: The record's kind.
  ///   - parent: What the key is unique within: a program, a visit; nil for a program itself.
  ///   - key: The parts of the key, such as a code. Compared byte by byte.
  public init(_ kind: RecordKind, in parent: RecordID?, named key: String...) {
    var message = Array("mystery-shopper/1\0\(kind.rawValue)\0".utf8)
    message += parent?.bytes ?? []
    for part in key {
      message.append(0)
      message += Array(part.utf8)
    }
    let digest = StableHash.digest(message).prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    let name = RecordID.marked(digest, version: 8)
    guard let parent, RecordKind.partsOfVisits.contains(kind) else {
      self.init(bits: name)
      return
    }
    self.init(bits: parent.bits & RecordID.beginning | name & ~RecordID.beginning)
  }

  /// Whether two names begin with the same eight bytes.
  public func isBeside(_ other: RecordID) -> Bool {
    (bits ^ other.bits) & RecordID.beginning == 0
  }

  /// All names that begin as this one does.
  public var neighbours: ClosedRange<RecordID> {
    let first = bits & RecordID.beginning
    return RecordID(bits: first)...RecordID(bits: first | ~RecordID.beginning)
  }

  /// The first eight bytes.
  private static let beginning = ~UInt128(UInt64.max)

  private static func marked(_ bits: UInt128, version: UInt128) -> UInt128 {
    let versionMask: UInt128 = 0xf << 76
    let variantMask: UInt128 = 0x3 << 62
    return bits & ~versionMask & ~variantMask | version << 76 | 0x2 << 62
  }
}

/// What a record is about.
///
/// Kinds of newer programs pass through older ones unharmed.
public struct RecordKind: RawRepresentable, Hashable, Sendable {
  /// The kind's name in files and messages.
  public let rawValue: String

  /// The kind of a name.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Compares the bytes.
  public static func == (lhs: RecordKind, rhs: RecordKind) -> Bool {
    lhs.rawValue.isSameBytes(as: rhs.rawValue)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytesOf: rawValue)
  }

  /// A client's study.
  public static let program = RecordKind(rawValue: "program")
  /// A round of visits.
  public static let wave = RecordKind(rawValue: "wave")
  /// A company shopped.
  public static let brand = RecordKind(rawValue: "brand")
  /// A customer group.
  public static let segment = RecordKind(rawValue: "segment")
  /// What to play.
  public static let scenario = RecordKind(rawValue: "scenario")
  /// A place.
  public static let location = RecordKind(rawValue: "location")
  /// An ordered process.
  public static let journey = RecordKind(rawValue: "journey")
  /// An entry of the interaction bank.
  public static let interaction = RecordKind(rawValue: "interaction")
  /// A planned figure.
  public static let target = RecordKind(rawValue: "target")
  /// Who goes where by when.
  public static let assignment = RecordKind(rawValue: "assignment")
  /// One tour of a place.
  public static let visit = RecordKind(rawValue: "visit")
  /// A visit that was tried, whether it came off or not.
  public static let attempt = RecordKind(rawValue: "attempt")
  /// One moment of truth as seen.
  public static let observation = RecordKind(rawValue: "observation")
  /// Proof.
  public static let evidence = RecordKind(rawValue: "evidence")
  /// A coordinator's decision on a visit.
  public static let review = RecordKind(rawValue: "review")
  /// Whether an interaction deserves to exist.
  public static let challenge = RecordKind(rawValue: "challenge")

  /// The kinds of which a visit has many.
  fileprivate static let partsOfVisits: [RecordKind] = [.observation, .evidence]

  /// The kinds of which a program is made; coordinators write them.
  public static let definitions: [RecordKind] = [
    .program, .wave, .brand, .segment, .scenario, .location, .journey, .interaction, .target,
    .assignment, .challenge,
  ]
}

/// Whose a record is: the program, and within it the person who owns the visit.
///
/// Permissions go by scope and never cut through a record: a state always carries every field.
public struct Scope: Hashable, Sendable {
  /// The program.
  public let program: RecordID

  /// The shopper whose visit this belongs to; nil for a program's definitions.
  public let owner: PersonID?

  /// The scope of a program's definitions, or of one person's visits in it.
  public init(program: RecordID, owner: PersonID? = nil) {
    self.program = program
    self.owner = owner
  }
}

/// What never changes about a record.
///
/// Every change repeats it, so that a change explains itself.
public struct RecordHeader: Hashable, Sendable {
  /// The record's name.
  public let id: RecordID

  /// What it is about.
  public let kind: RecordKind

  /// Whose it is.
  public let scope: Scope

  /// The visit that an observation, review or piece of evidence belongs to.
  public let parent: RecordID?

  /// The header of a record.
  public init(id: RecordID, kind: RecordKind, scope: Scope, parent: RecordID? = nil) {
    self.id = id
    self.kind = kind
    self.scope = scope
    self.parent = parent
  }
}
