// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import SwiftProtobuf
import SyncProtocol

extension Door {
  /// What somebody would send who wants the reader to take long, or much memory.
  ///
  /// - Parameter size: About how many bytes each is to have.
  /// - Returns: Inputs, each bad in its own way.
  package func hostile(size: Int) -> [[UInt8]] {
    switch self {
    case .value: Hostile.values(size)
    case .change: Hostile.changes(size)
    case .record: Hostile.records(size)
    case .push:
      Hostile.changes(size).map { change in
        WirePushRequest.with { $0.changes = [Data(change)] }.encoded()
      } + [Hostile.repeated([0x1A, 0x00], size)]
    case .pullAnswer:
      Hostile.records(size).map { record in
        WirePullResponse.with { $0.records = [Data(record)] }.encoded()
      } + [Hostile.repeated([0x12, 0x00], size), Hostile.repeated([0x1A, 0x00], size)]
    case .offer:
      Hostile.records(size).map { record in
        WireOfferRequest.with { $0.states = [Data(record)] }.encoded()
      }
    case .bundle:
      Hostile.changes(size).map { change in
        let run = WireJournalRun.with { $0.changes = [Data(change)] }
        let bundle = WireBundle.with { $0.runs = [run] }
        return WireSealedBundle.with { $0.bundle = Data(bundle.encoded()) }.encoded()
      }
    case .gzip: [Gzip.compress([UInt8](repeating: 0, count: 1_000 * size))]
    case .cells, .visits, .observations: Hostile.tables(size)
    case .lines: Hostile.lines(size)
    case .mapping, .program: Hostile.documents(size)
    case .typed: Hostile.words(size / 16)
    default: [Hostile.repeated([0x08, 0x01], size), Hostile.repeated([0xFA, 0x03, 0x00], size)]
    }
  }
}

private enum Hostile {
  static func repeated(_ part: [UInt8], _ size: Int) -> [UInt8] {
    Array([[UInt8]](repeating: part, count: size / part.count).joined())
  }

  static func text(_ part: String, _ size: Int) -> [UInt8] {
    repeated(Array(part.utf8), size)
  }

  /// Parts that differ in their number.
  static func numbered(_ size: Int, _ part: (Int) -> String) -> [UInt8] {
    var bytes: [UInt8] = []
    var number = 0
    while bytes.count < size {
      bytes += Array(part(number).utf8)
      number += 1
    }
    return bytes
  }

  /// Replicas of which each comes before all the earlier ones.
  static func vector(_ size: Int) -> WireVersionVector {
    .with {
      $0.entries = (0..<size / 22).map { place in
        .with {
          $0.replica = Data(ReplicaID(bits: .max - UInt128(place)).bytes)
          $0.counter = 1
        }
      }
    }
  }

  static func puts(_ size: Int, path: (Int) -> String) -> [WirePut] {
    (0..<size / 12).map { place in .with { $0.path = path(place) } }
  }

  static func values(_ size: Int) -> [[UInt8]] {
    [
      WireValue.with { $0.tombstone = .with { $0.seen = vector(size) } }.encoded(),
      WireValue.with { $0.choices = .with { $0.codes = Array(repeating: "", count: size / 2) } }
        .encoded(),
      WireValue.with { $0.text = String(repeating: "e\u{301}", count: size / 3) }.encoded(),
      repeated([0x62, 0x00], size),
    ]
  }

  static func changes(_ size: Int) -> [[UInt8]] {
    let bytes = ChangeCodec.bytes(of: Field.observed)
    guard let change = try? WireChange(serializedBytes: bytes) else { return [] }
    func changed(_ alter: (inout WireChange) -> Void) -> [UInt8] {
      var change = change
      alter(&change)
      return change.encoded()
    }
    return [
      changed { $0.base = vector(size) },
      changed { $0.puts = puts(size) { "\($0)" } },
      changed { $0.puts = puts(size) { _ in "note" } },
      changed { $0.unsets = (0..<size / 8).map { "\($0)" } },
    ]
  }

  static func records(_ size: Int) -> [[UInt8]] {
    let bytes = RecordCodec.bytes(of: Field.record(of: [Field.observed]))
    guard let record = try? WireRecordState(serializedBytes: bytes) else { return [] }
    func changed(_ alter: (inout WireRecordState) -> Void) -> [UInt8] {
      var record = record
      alter(&record)
      return record.encoded()
    }
    let write = record.writes[0]
    let all = vector(size / 4).entries
    return [
      changed { $0.context = vector(size) },
      changed { $0.writes[0].puts = puts(size) { "\($0)" } },
      changed { record in
        record.context.entries = all
        record.writes = all.reversed().map { dot in
          .with {
            $0.dot = dot
            $0.stamp = write.stamp
            $0.puts = [write.puts[0]]
          }
        }
      },
    ]
  }

  static func tables(_ size: Int) -> [[UInt8]] {
    let visits = Array("visit_id,location\n".utf8)
    let observations = Array("visit_id,interaction,value\n".utf8)
    return [
      numbered(size) { "\($0)," },
      text(",", size),
      Array("a,b\n".utf8) + text(",", size),
      text("\"", size),
      Array("a\n\"".utf8) + text("\"\"", size),
      text("a\n", size),
      visits + numbered(size) { "\($0),ARN\n" },
      visits + text("a,b\n", size),
      Array("visit_id,location,".utf8) + numbered(size / 2) { "\($0)," } + [0x7A, 0x0A]
        + text(",", size / 2),
      observations + numbered(size) { "\($0),amount,EUR 1\n" },
      observations + Array("a,date,".utf8) + text("1/", size),
      observations + Array("a,choices,".utf8) + text("a ", size),
      observations + Array("a,amount,".utf8) + text("1 000", size),
      observations + Array("a,minutes,".utf8) + text("1 h ", size),
    ]
  }

  static func lines(_ size: Int) -> [[UInt8]] {
    let opened = Array("{\"value\":".utf8)
    return [
      Array("{".utf8) + numbered(size) { "\"\($0)\":0," },
      Array("{".utf8) + text("\"a\":0,", size) + Array("\"b\":1}".utf8),
      opened + text("[", size),
      opened + Array("[".utf8) + text("0,", size) + Array("0]}".utf8),
      opened + Array("\"".utf8) + text("\\u00e9", size) + Array("\"}".utf8),
      opened + text("1", size) + Array("}".utf8),
      text("{}\n", size),
      text("\n", size),
    ]
  }

  static func documents(_ size: Int) -> [[UInt8]] {
    let bomb = (0..<40).map { "b\($0): &b\($0) {x: *b\($0 - 1), y: *b\($0 - 1)}\n" }
    let doubled = Array("b-1: &b-1 a\n".utf8) + Array(bomb.joined().utf8)
    let program = Array("program: {code: a, name: b}\n".utf8)
    return [
      doubled,
      doubled + Array("? *b39\n: a\n".utf8),
      doubled + Array("program: *b39\nmissing: *b39\nvisits: {checks: *b39}\n".utf8),
      text("[", size), text("- ", size), text("? ", size), text("{a: ", size),
      numbered(size) { "k\($0): v\n" },
      program + Array("waves:\n".utf8) + numbered(size) { "- {code: w\($0)}\n" },
      program + Array("waves: [{code: a}]\ntargets:\n".utf8)
        + numbered(size) { "- {interaction: a, wave: w\($0)}\n" },
      program + Array("waves: [{code: ".utf8) + text("a", size / 2)
        + Array("}]\ntargets: [{interaction: a, wave: ".utf8) + text("b", size / 2)
        + Array("}]\n".utf8),
      Array("missing: [".utf8) + text("a,", size) + Array("]".utf8),
    ]
  }

  static func words(_ size: Int) -> [[UInt8]] {
    ["1", " ", "1,", "1 000", "1:", "a ", "1 h ", "e", ".", "-", "\u{A0}", "%", "€", "1/", "ago"]
      .map { text($0, size) }
  }
}
