// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A new folder that only its owner may enter, removed with all it holds when this goes away.
///
/// Swift lets go of an object after its last use: keep this in the suite, or use
/// `withTemporaryFolder`, while something else works in the folder.
package final class TemporaryFolder: Sendable {
  /// Its absolute path, without a slash at the end.
  package let path: String

  package init() throws {
    let template = FileManager.default.temporaryDirectory.path + "/shopper-test-XXXXXX"
    var name = Array(template.utf8CString)
    guard mkdtemp(&name) != nil else { throw SystemFailure("make a temporary folder") }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of something in the folder.
  package func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and returns its path.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// Writes a text file and returns its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try write(text.utf8, to: name)
  }

  /// The bytes of a file in the folder.
  package func read(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

/// Runs `body` with a folder that is there until it returns.
package func withTemporaryFolder<Result>(
  _ body: (TemporaryFolder) throws -> Result
) throws -> Result {
  let folder = try TemporaryFolder()
  return try withExtendedLifetime(folder) { try body(folder) }
}

/// A call of the system that failed, with errno's text.
package struct SystemFailure: Error, CustomStringConvertible {
  package let description: String

  package init(_ attempt: String, code: Int32 = errno) {
    description = "could not \(attempt): \(String(cString: strerror(code)))"
  }
}
