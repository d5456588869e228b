// SPDX-License-Identifier: Apache-2.0

/// A client's study.
public struct Program: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.program

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }

  /// The name of the program of a code: people who type the same code mean the same program.
  public static func id(code: String) -> RecordID { RecordID(.program, in: nil, named: code) }

  /// The code of the interaction that importance is measured against.
  public var outcome: String? { text("outcome") }
}

/// A round of visits.
public struct Wave: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.wave

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }
}

/// A company shopped.
public struct Brand: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.brand

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }

  /// Whose company it is; own where nothing was said.
  public var subject: Subject { text("subject").flatMap(Subject.init) ?? .own }
}

/// A customer group.
public struct Segment: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.segment

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }
}

/// What to play.
public struct Scenario: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.scenario

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }
}

/// A place.
public struct Location: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.location

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }

  /// The code of its brand.
  public var brand: String? { text("brand") }
}

/// An ordered process.
public struct Journey: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.journey

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }
}

/// A planned figure.
public struct Target: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.target

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }
}

/// Whether an interaction deserves to exist.
public struct Challenge: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.challenge

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }

  /// The name of the challenge of an interaction: there is one in each program.
  public static func id(interaction: String, in program: RecordID) -> RecordID {
    RecordID(.challenge, in: program, named: interaction)
  }

  /// The code of the interaction.
  public var interaction: String { text("interaction") ?? "" }

  /// What is to become of it; nil where nobody has decided.
  public var decision: ChallengeDecision? { text("decision").flatMap(ChallengeDecision.init) }
}

/// Who goes where by when.
public struct Assignment: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.assignment

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }
}

/// An entry of the interaction bank.
public struct Interaction: RecordView {
  /// The kind of record that this reads.
  public static let kind = RecordKind.interaction

  /// The record that is read.
  public let record: Record

  /// Reads a record of this kind.
  public init(_ record: Record) { self.record = record }

  /// How customer and company meet.
  public var form: InteractionForm? { text("form").flatMap { InteractionForm(rawValue: $0) } }

  /// The place in the customer's journey.
  public var stage: String? { text("stage") }

  /// The journey or process that it belongs to.
  public var process: String? { text("process") }

  /// Its place in the order of asking; last where nothing was said.
  public var order: Int { number("order")?.whole ?? .max }

  /// What kind of answer it asks for; text where nothing was said.
  public var answerKind: AnswerKind { text("kind").flatMap(AnswerKind.init) ?? .text }

  /// The codes to choose from.
  public var choices: [String] {
    if case .choices(let codes) = record.value(of: "choices") { codes } else { [] }
  }

  /// Whether an answer lies outside the interaction's scale or choices.
  ///
  /// Such an answer is kept, shown, and left out of figures, which count it.
  ///
  /// - Parameters:
  ///   - answer: The answer.
  ///   - wave: The code of the visit's wave, which may have been asked on a scale of its own.
  /// - Returns: Whether it lies outside.
  public func isOutOfRange(_ answer: FieldValue, in wave: String? = nil) -> Bool {
    AnswerBounds(of: self, in: wave).exclude(answer)
  }
}
