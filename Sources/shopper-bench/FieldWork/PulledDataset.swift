// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Crypto
import Export
import Foundation
import Intake

/// A table of a dataset, or a file of forms, as a CSV reader reads it.
struct PulledTable {
  /// The rows in the file's order.
  let rows: [CSVRow]

  private let path: String
  private let header: CSVHeader

  /// Reads a file.
  ///
  /// - Throws: ``Failure`` where a row cannot be read.
  init(path: String) throws {
    var reader = try CSVReader(try ByteSource(path: path))
    var rows: [CSVRow] = []
    while let result = try reader.next() {
      switch result {
      case .row(let row): rows.append(row)
      case .refused(let fault): throw Failure(.badData, "\(path), \(fault).")
      }
    }
    self.path = path
    self.rows = rows
    header = reader.header
  }

  /// A column from top to bottom, without what guards spreadsheets against formulas.
  ///
  /// - Throws: ``CSVFault`` where there is no such column.
  func column(_ name: String) throws -> [String] {
    let cell = try header.require(name)
    return rows.map { FormulaGuard.original($0[cell]) }
  }

  /// A column that is there only where some row says something in it.
  func columnIfAny(_ name: String) throws -> [String] {
    guard header.cell(of: name) != nil else { return rows.map { _ in "" } }
    return try column(name)
  }
}

/// A dataset as it was pulled: CSV files in a folder.
struct PulledDataset {
  /// The tables that people read.
  let visits, observations, attempts, locations, interactions, reviews, conflicts: PulledTable

  /// Reads the dataset of a folder.
  init(folder: String) throws {
    func table(_ name: String) throws -> PulledTable {
      try PulledTable(path: "\(folder)/\(name).csv")
    }
    visits = try table("visits")
    observations = try table("observations")
    attempts = try table("attempts")
    locations = try table("locations")
    interactions = try table("interactions")
    reviews = try table("reviews")
    conflicts = try table("conflicts")
  }

  /// The SHA-256 of every file of a dataset, by the file's name.
  ///
  /// The manifest names the hub's cursor, which depends on the order in which changes came; its
  /// digest leaves that out.
  static func digests(folder: String) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    var digests: [String: String] = [:]
    for name in names {
      var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
      if name == Manifest.fileName {
        var manifest = try JSONDecoder().decode(Manifest.self, from: bytes)
        manifest.cursor = nil
        bytes = Data(try manifest.json())
      }
      digests[name] = SHA256.hash(data: bytes).map { byte in
        String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
      }.joined()
    }
    return digests
  }
}
