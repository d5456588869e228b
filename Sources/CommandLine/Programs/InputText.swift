// SPDX-License-Identifier: Apache-2.0

import Intake

/// A small text file that a person names: a program or a mapping.
enum InputText {
  /// Reads the file at a path, or standard input for `-`.
  ///
  /// - Throws: ``Failure`` where it cannot be read or is not UTF-8: nothing is guessed.
  static func read(_ path: String) throws -> String {
    let source = try ByteSource(path: path)
    var bytes: [UInt8] = []
    while let chunk = try source.next() {
      bytes += chunk
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.badData, "\(path) is not UTF-8 text. Save it as UTF-8.")
    }
    return text
  }

  /// Reads a mapping file; the mapping that changes nothing where none is named.
  static func mapping(_ path: String?) throws -> Mapping {
    guard let path else { return Mapping() }
    let text = try read(path)
    do throws(YAMLFaults) {
      return try Mapping(yaml: text, file: path)
    } catch {
      throw Failure(.badData, "\(error)\nNothing was taken. Correct the mapping file.")
    }
  }
}
