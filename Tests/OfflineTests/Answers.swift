// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalStore
import TestSupport
import Testing

/// What a program answered in JSON, read by key and place.
struct Answer: Decodable {
  private enum Value {
    case nothing
    case truth(Bool)
    case number(Double)
    case text(String)
    case list([Answer])
    case members([String: Answer])
  }

  private let value: Value

  init(_ outcome: ProgramOutcome) throws {
    #expect(outcome.status == 0 || outcome.status == 65, "\(outcome)")
    // JSONSerialization would drop a byte order mark that a text begins with.
    self = try JSONDecoder().decode(Answer.self, from: Data(outcome.outputBytes))
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      value = .nothing
    } else if let truth = try? container.decode(Bool.self) {
      value = .truth(truth)
    } else if let number = try? container.decode(Double.self) {
      value = .number(number)
    } else if let text = try? container.decode(String.self) {
      value = .text(text)
    } else if let list = try? container.decode([Answer].self) {
      value = .list(list)
    } else {
      value = .members(try container.decode([String: Answer].self))
    }
  }

  private init() {
    value = .nothing
  }

  subscript(key: String) -> Answer {
    if case .members(let members) = value { members[key] ?? Answer() } else { Answer() }
  }

  subscript(place: Int) -> Answer { list.indices.contains(place) ? list[place] : Answer() }

  var text: String? { if case .text(let text) = value { text } else { nil } }
  var number: Double? { if case .number(let number) = value { number } else { nil } }
  var isTrue: Bool { if case .truth(let truth) = value { truth } else { false } }
  var isNull: Bool { if case .nothing = value { true } else { false } }
  var list: [Answer] { if case .list(let list) = value { list } else { [] } }
  var texts: [String] { list.compactMap(\.text) }
  var keys: Set<String> {
    if case .members(let members) = value { Set(members.keys) } else { [] }
  }
}

extension Laptop {
  /// Runs the program with `--json` and reads what it answers.
  func answer(_ arguments: String..., input: String = "") throws -> Answer {
    try Answer(start(arguments + ["--json"], input: input).wait())
  }

  /// Begins a visit of a code.
  func begin(_ code: String = "V1") throws {
    let outcome = try run("visit", "start", "--location", "ARN", "--id", code)
    #expect(outcome.status == 0, "\(outcome)")
  }
}

extension Laptop {
  /// Takes over the visits and observations of another laptop, as they are there, as a pull would.
  func takeVisits(of other: Laptop) throws {
    let (records, cards) = try other.store().read { reader in
      var records: [FieldModel.Record] = []
      for kind in [RecordKind.visit, .observation] {
        try reader.forEach(kind) { records.append($0) }
      }
      return (records, try reader.cards())
    }
    try pull(records, cards: Array(cards.values))
  }
}
