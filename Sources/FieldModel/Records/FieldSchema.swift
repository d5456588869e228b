// SPDX-License-Identifier: Apache-2.0

/// What values a field takes.
public enum FieldType: Hashable, Sendable {
  /// Text of at most 64 KiB.
  case text
  /// A ``Code``.
  case code
  /// A number within bounds; nil for no bound.
  case number(ClosedRange<Int>?)
  /// Yes or no.
  case boolean
  /// A moment.
  case moment
  /// A day.
  case day
  /// A time of day.
  case clock
  /// Several codes.
  case choices
  /// One of these words.
  case word([String])
  /// The answer to an interaction: any value that its kind asks for, or why there is none.
  case answer

  /// Whether a value is one of this type.
  ///
  /// An emptied field, what could not be read, and a value of a newer program fit every type: they
  /// are kept, shown, and never guessed.
  public func admits(_ value: FieldValue) -> Bool {
    switch (self, value) {
    case (_, .null), (_, .unreadable), (_, .unknown): true
    case (.text, .text): true
    case (.code, .text(let text)): Code(text) != nil
    case (.number(nil), .number): true
    case (.number(let bounds?), .number(let number)):
      number.whole.map(bounds.contains)
        ?? (ExactNumber(bounds.lowerBound) <= number && number <= ExactNumber(bounds.upperBound))
    case (.boolean, .boolean), (.moment, .moment), (.day, .day), (.clock, .clock): true
    case (.choices, .choices): true
    case (.word(let words), .text(let text)): words.contains(text)
    case (.answer, .text), (.answer, .number), (.answer, .boolean), (.answer, .day): true
    case (.answer, .clock), (.answer, .choices), (.answer, .absent): true
    default: false
    }
  }

  /// The type in a codebook or an error, such as `a number from -2 to 2`.
  public var name: String {
    switch self {
    case .text: "text"
    case .code: "a code of at most 128 bytes"
    case .number(let bounds):
      bounds.map { "a number from \($0.lowerBound) to \($0.upperBound)" } ?? "a number"
    case .boolean: "yes or no"
    case .moment: "a moment"
    case .day: "a day"
    case .clock: "a time of day"
    case .choices: "a list of codes"
    case .word(let words): "one of " + words.joined(separator: ", ")
    case .answer: "an answer"
    }
  }
}

/// One field of a kind of record.
public struct FieldSpecification: Hashable, Sendable {
  /// The field's name, in stores, messages, commands and columns alike.
  public let path: FieldPath

  /// What it holds.
  public let type: FieldType

  /// What it means, for people: a codebook's line.
  public let meaning: String
}

/// The fields of every kind of record: the one list that store, wire, commands and exports read.
///
/// Fields are only ever added and never change their type; a new meaning gets a new name. Fields
/// that are not in the list are those of a newer program, and are kept as they are.
public enum FieldSchema {
  /// The newest version of the list; it grows with what is added.
  ///
  /// Version 2 added an observation's `occurrence` and challenges.
  public static let version = 2

  /// The version that a change is written under: that of the newest thing in it.
  ///
  /// What an older program could have written is thus written as it would have written it.
  public static func version(of change: Change) -> Int {
    switch change.header.kind {
    case .challenge: 2
    case .observation: change.puts.contains { $0.path == "occurrence" } ? 2 : 1
    default: 1
    }
  }

  /// What free attributes begin with: any further column of an imported file.
  public static let attributePrefix = "attribute/"

  /// What the timestamps of `shopper tick` begin with.
  public static let tickPrefix = "tick/"

  /// The fields of a kind, in the order in which people read them; empty for an unknown kind.
  public static func fields(of kind: RecordKind) -> [FieldSpecification] {
    switch kind {
    case .program: programFields
    case .wave: waveFields
    case .brand: brandFields
    case .segment: named
    case .scenario: scenarioFields
    case .location: locationFields
    case .journey: journeyFields
    case .interaction: interactionFields
    case .target: targetFields
    case .assignment: assignmentFields
    case .visit: visitFields
    case .attempt: attemptFields
    case .observation: observationFields
    case .evidence: evidenceFields
    case .review: reviewFields
    case .challenge: challengeFields
    default: []
    }
  }

  /// A field by its name; nil where the kind has no such field.
  public static func specification(
    of path: FieldPath,
    in kind: RecordKind
  ) -> FieldSpecification? {
    fields(of: kind).first { $0.path == path } ?? openField(path, in: kind)
  }

  /// A field that no list names.
  private static func openField(
    _ path: FieldPath,
    in kind: RecordKind
  ) -> FieldSpecification? {
    if path.attribute != nil {
      return FieldSpecification(path: path, type: .text, meaning: "A further column, kept as is.")
    }
    if kind == .visit, path.tick != nil {
      return FieldSpecification(path: path, type: .text, meaning: "A moment, detail to follow.")
    }
    return nil
  }

  /// Why a put is not valid, in one sentence; nil where it is.
  public static func objection(to put: Put, in kind: RecordKind) -> String? {
    objection(to: put, in: kind, with: fields(of: kind))
  }

  /// Why a put is not valid among the fields of a kind, which the caller has looked up.
  static func objection(
    to put: Put,
    in kind: RecordKind,
    with fields: [FieldSpecification]
  ) -> String? {
    if let text = longText(in: put.value), text.utf8.count > FieldValue.textBytesMaximum {
      return "The field \(put.path) holds \(text.utf8.count) bytes; at most 65536 are taken."
    }
    if put.path == .tombstone {
      if case .tombstone = put.value { return nil }
      return "The field † holds something other than a deletion."
    }
    let place = fields.firstIndex { $0.path == put.path }
    guard let type = place.map({ fields[$0].type }) ?? openField(put.path, in: kind)?.type,
      !type.admits(put.value)
    else { return nil }
    return "The field \(put.path) takes \(type.name), not \u{201c}\(put.value.display)\u{201d}."
  }

  private static func longText(in value: FieldValue) -> String? {
    switch value {
    case .text(let text), .unreadable(let text): text
    case .choices(let codes): codes.joined(separator: " ")
    case .moment(let moment): moment.zone
    case .tombstone(let tombstone): tombstone.reason
    default: nil
    }
  }
}
