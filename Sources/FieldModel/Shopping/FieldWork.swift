// SPDX-License-Identifier: Apache-2.0

/// One tour of a place.
public struct Visit: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.visit

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }

  /// The name of the visit that a shopper calls by a code of their own.
  ///
  /// Two laptops of one shopper that import the same file meet in one record; two shoppers who use
  /// the same code do not.
  public static func id(program: RecordID, shopper: PersonID, code: String) -> RecordID {
    RecordID(.visit, in: program, named: shopper.description, code)
  }

  /// The code of the place.
  public var location: String? { text("location") }

  /// The code of what was played.
  public var scenario: String? { text("scenario") }

  /// The code of the wave.
  public var wave: String? { text("wave") }

  /// How far it has come.
  public var state: VisitState { text("state").flatMap(VisitState.init) ?? .inProgress }

  /// When it began.
  public var startedAt: LocalTime? { moment("started_at") }

  /// When it ended.
  public var finishedAt: LocalTime? { moment("finished_at") }

  /// The timestamps taken by `shopper tick`, in order of time: the moment's text and its label.
  public var ticks: [(at: String, label: String)] {
    record.fields.compactMap { field in
      field.path.tick.map { ($0, record.value(of: field.path)?.display ?? "") }
    }
  }
}

/// A visit that was tried.
public struct Attempt: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.attempt

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }
}

/// One moment of truth as seen.
public struct Observation: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.observation

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }

  /// The name of a visit's observation of an interaction: observing again meets the same record.
  ///
  /// - Parameters:
  ///   - visit: The visit.
  ///   - interaction: The code of the interaction.
  ///   - occurrence: Which of the visit's moments of the interaction it is, from 1; the first needs
  ///     no saying.
  /// - Returns: The record's name.
  public static func id(visit: RecordID, interaction: String, occurrence: Int = 1) -> RecordID {
    occurrence == 1
      ? RecordID(.observation, in: visit, named: interaction)
      : RecordID(.observation, in: visit, named: interaction, "\(occurrence)")
  }

  /// The code of the interaction.
  public var interaction: String { text("interaction") ?? "" }

  /// The answer, or why there is none; nil where nothing was said.
  public var value: FieldValue? { record.value(of: "value") }

  /// The impression.
  public var verdict: Verdict? { number("verdict")?.whole.flatMap(Verdict.init(degree:)) }
}

/// A coordinator's decision on a visit.
public struct Review: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.review

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }

  /// The name of a visit's review: there is one.
  public static func id(visit: RecordID) -> RecordID { RecordID(.review, in: visit, named: "") }

  /// The decision; nil where none was made.
  public var state: ReviewState? { text("state").flatMap(ReviewState.init) }

  /// Whether the client may read the visit: released, and nobody disagrees.
  public var isReleased: Bool { state == .released && !record.isProvisional("state") }
}
