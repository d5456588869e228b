// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CommandLine
import Crypto
import FieldModel

/// Replays a real edit history through the model.
struct ReplayHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Replay a real concurrent edit history through the model and print what comes out.",
    discussion: """
      Each event of the history joins what its parents had seen, and writes. Printed are the \
      SHA-256 of the final records as canonical JSON (sorted keys, no spaces), how many records \
      and fields there are, and every field that had different concurrent values at a merge.
      """
  )

  @Argument(help: "A history: one event a line as JSON, plain or gzipped.")
  var events: String

  @Option(help: "Pairs of events with their causal relation, as CSV, to be checked as well.")
  var pairs: String?

  func run() throws {
    let clock = ContinuousClock()
    let began = clock.now
    let history = try EditEvent.events(at: events)
    let read = clock.now
    let replay = try HistoryReplay(history)
    let records = try replay.finalRecords()
    let digest = SHA256.hash(data: CanonicalJSON.bytes(of: records))
    let ended = clock.now
    try TextOutput.json(
      Outcome(
        sha256: digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(),
        events: history.count,
        records: records.count,
        fields: records.map(\.fields.count).reduce(0, +),
        conflicts: replay.disputes.map(Outcome.Conflict.init),
        pairs: try pairs.map { try Outcome.Pairs(CausalPairs(at: $0).check(against: history)) },
        seconds: began.seconds(to: ended),
        secondsReading: began.seconds(to: read)
      )
    )
  }
}

/// Records as JSON with sorted keys and no spaces, so that equal records are equal bytes.
enum CanonicalJSON {
  /// One object of records by name, each an object of values by field.
  static func bytes(of records: [HistoryReplay.FinalRecord]) -> [UInt8] {
    var output: [UInt8] = [UInt8(ascii: "{")]
    for (place, record) in records.enumerated() {
      if place > 0 { output.append(UInt8(ascii: ",")) }
      append(record.name, to: &output)
      output += ":{".utf8
      for (place, field) in record.fields.enumerated() {
        if place > 0 { output.append(UInt8(ascii: ",")) }
        append(field.path.text, to: &output)
        output.append(UInt8(ascii: ":"))
        append(field.value, to: &output)
      }
      output.append(UInt8(ascii: "}"))
    }
    return output + [UInt8(ascii: "}")]
  }

  /// Appends a text in quotes; escaped is only what has to be.
  private static func append(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case 0x08: output += "\\b".utf8
      case 0x09: output += "\\t".utf8
      case 0x0a: output += "\\n".utf8
      case 0x0c: output += "\\f".utf8
      case 0x0d: output += "\\r".utf8
      case 0..<0x20:
        output += (byte < 16 ? "\\u000" : "\\u00").utf8
        output += String(byte, radix: 16).utf8
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}

extension ContinuousClock.Instant {
  fileprivate func seconds(to later: ContinuousClock.Instant) -> Double {
    (later - self) / .seconds(1)
  }
}

/// What came out, as it is printed.
private struct Outcome: Encodable {
  struct Conflict: Encodable {
    let n: Int
    let record: String
    let field: String
    let siblings: [Sibling]
    let resolvedTo: Value?

    enum CodingKeys: String, CodingKey {
      case n, record, field, siblings
      case resolvedTo = "resolved_to"
    }

    init(_ dispute: HistoryReplay.Dispute) {
      n = dispute.event
      record = dispute.record
      field = dispute.path.text
      siblings = dispute.siblings.map { Sibling(event: $0.event, value: Value($0.value)) }
      resolvedTo = dispute.choice.map(Value.init)
    }
  }

  struct Sibling: Encodable {
    let event: Int
    let value: Value

    enum CodingKeys: String, CodingKey {
      case event = "written_by_event"
      case value
    }
  }

  /// A value as its JSON text; null where the field was removed.
  struct Value: Encodable {
    let value: FieldValue

    init(_ value: FieldValue) {
      self.value = value
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if let text = value.text {
        try container.encode(text)
      } else {
        try container.encodeNil()
      }
    }
  }

  struct Pairs: Encodable {
    let right: [String: Int]
    let wrong: [String]

    init(_ check: (right: [String: Int], wrong: [String])) {
      (right, wrong) = check
    }
  }

  let sha256: String
  let events: Int
  let records: Int
  let fields: Int
  let conflicts: [Conflict]
  let pairs: Pairs?
  let seconds: Double
  let secondsReading: Double

  enum CodingKeys: String, CodingKey {
    case sha256 = "final_sha256"
    case events, records, fields, conflicts, pairs, seconds
    case secondsReading = "seconds_reading"
  }
}
