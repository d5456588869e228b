// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Testing

/// Real data that some tests use.
///
/// It is not part of the package: where it is absent, they skip.
package enum FieldData {
  /// What a skipped test says.
  package static let absence: Comment =
    "the field data are absent: set MYSTERY_SHOPPER_DATA to their folder"

  /// Whether the data are there.
  package static var isPresent: Bool { FileManager.default.fileExists(atPath: folder) }

  /// The path of something in the data, such as `nasties/text/blns.json`.
  package static func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// The bytes of a file of the data.
  package static func read(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// The 515 strings that break things, byte for byte.
  package static func naughtyStrings() throws -> [String] {
    try JSONDecoder().decode([String].self, from: Data(read("nasties/text/blns.json")))
  }

  /// `$MYSTERY_SHOPPER_DATA`, or `shared/data` beside the package.
  private static var folder: String {
    if let given = ProcessInfo.processInfo.environment["MYSTERY_SHOPPER_DATA"] { return given }
    var package = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { package.deleteLastPathComponent() }
    return package.appendingPathComponent("shared/data").path
  }
}
