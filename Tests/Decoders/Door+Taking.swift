// SPDX-License-Identifier: Apache-2.0

import Intake
import SyncProtocol

extension Door {
  /// Reads bytes as the programs do, and no more: for measuring what that takes.
  package func take(_ bytes: [UInt8]) {
    switch self {
    case .value: _ = ValueCodec.value(from: bytes)
    case .change: _ = try? ChangeCodec.change(from: bytes)
    case .record: _ = try? RecordCodec.record(from: bytes)
    case .push:
      let message = try? WirePushRequest(decoding: bytes)
      for change in message?.changes ?? [] { _ = try? ChangeCodec.change(from: Array(change)) }
    case .pullAnswer: _ = try? PulledPage(WirePullResponse(decoding: bytes))
    case .offer:
      let message = try? WireOfferRequest(decoding: bytes)
      for state in message?.states ?? [] { _ = try? RecordCodec.record(from: Array(state)) }
    case .bundle:
      let sealed = try? WireSealedBundle(decoding: bytes)
      _ = try? sealed.map { try WireBundle(decoding: Array($0.bundle)).check() }
    case .gzip: _ = try? Gzip.decompress(bytes, limit: 1 << 20)
    case .cells: takeCells(bytes)
    case .visits: takeTable(.visits, bytes)
    case .observations: takeTable(.observations, bytes)
    case .lines:
      var lines = try? JSONLines(ByteSource(bytes: bytes))
      while (try? lines?.next()) != nil {}
    case .mapping: _ = try? Mapping(yaml: String(decoding: bytes, as: UTF8.self), file: "f.yaml")
    case .program:
      _ = try? ProgramFile(yaml: String(decoding: bytes, as: UTF8.self), file: "f.yaml")
    default: _ = try? reading(of: bytes)
    }
  }

  /// How many bytes of memory a byte may take while it is read, beside what any input takes.
  ///
  /// The library that reads YAML keeps more for each part of a text.
  package var growthMaximum: Int {
    self == .mapping || self == .program ? 128 : 64
  }

  private func takeCells(_ bytes: [UInt8]) {
    guard var reader = try? CSVReader(ByteSource(bytes: bytes)) else { return }
    while (try? reader.next()) != nil {}
  }

  private func takeTable(_ table: IntakeTable, _ bytes: [UInt8]) {
    let source = ByteSource(bytes: bytes)
    guard
      var rows = try? TableImport(table, file: "f.csv", source: source, context: Door.context)
    else { return }
    while (try? rows.next()) != nil {}
  }
}
