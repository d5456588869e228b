// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// What a dataset is, in `manifest.json`: what it holds, what was left out, and how to check it.
///
/// It carries no clock reading of its own: two pulls of the same data are equal to the byte.
package struct Manifest: Codable, Sendable {
  /// Name of the manifest in the dataset's folder.
  package static let fileName = "manifest.json"

  /// Something that was left out, and why.
  package struct LeftOut: Codable, Sendable {
    /// What was left out, such as `visits`.
    package var what: String
    /// Why, in a sentence.
    package var why: String
    /// How many.
    package var count: Int

    /// Names what was left out.
    package init(what: String, why: String, count: Int) {
      self.what = what
      self.why = why
      self.count = count
    }
  }

  /// Layout of this manifest and of the tables; greater where a column changed its meaning.
  package var formatVersion = 1
  /// Name and version of the program that wrote the dataset, as it was given.
  package var generatedBy: String
  /// When it was written, where the caller wants that said.
  package var createdAt: String?
  /// Code of the client's program.
  package var program: String
  /// The options that chose and shaped the rows, as in `state: released`.
  package var filters: [String: String]
  /// The hub's cursor up to which the data go; absent before the first sync.
  package var cursor: String?
  /// Cells whose value stands until a person decides.
  package var provisionalCells = 0
  /// Cells that hold text as it was typed because nobody could read it as a value.
  package var unreadableCells = 0
  /// What was left out and why.
  package var leftOut: [LeftOut] = []
  /// SHA-256 of the lines `sha256  name` of all files: two datasets with the same one hold the
  /// same, whatever their cursors.
  package var dataSHA256 = ""
  /// The files of the dataset, in the order of the tables.
  package var files: [WrittenFile] = []

  /// A manifest that does not know its files yet.
  package init(
    generatedBy: String,
    program: String,
    filters: [String: String] = [:],
    cursor: String? = nil,
    createdAt: String? = nil
  ) {
    self.generatedBy = generatedBy
    self.program = program
    self.filters = filters
    self.cursor = cursor
    self.createdAt = createdAt
  }

  enum CodingKeys: String, CodingKey {
    case formatVersion = "format_version"
    case generatedBy = "generated_by"
    case createdAt = "created_at"
    case program, filters, cursor
    case provisionalCells = "provisional_cells"
    case unreadableCells = "unreadable_cells"
    case leftOut = "left_out"
    case dataSHA256 = "data_sha256"
    case files
  }

  /// The names of the files that the manifest of a folder lists; none where there is none that can
  /// be read.
  static func fileNames(in folder: String) -> [String] {
    guard let data = try? Data(contentsOf: URL(filePath: "\(folder)/\(fileName)")),
      let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
    else { return [] }
    return manifest.files.map(\.name)
  }

  /// The manifest as JSON for people and programs, keys sorted, with a final line end.
  package func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try Array(encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}
