// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// The one place from which programs write to people and scripts.
///
/// What was asked for goes to standard output; progress, warnings and errors go to standard error.
package enum TextOutput {
  /// Why standard output did not take all of it; 0 as long as it does.
  private static let fault = Atomic<Int32>(0)

  /// Ends the writing: what was asked for is out, or its reader is told that it is not.
  ///
  /// A reader that has gone away wants no more, and is no fault.
  ///
  /// - Throws: A failure where anything was not taken, by a full disk for one.
  package static func finish() throws {
    let code = fault.load(ordering: .relaxed)
    guard code == 0 else {
      throw Failure(
        .failed,
        "Standard output could not be written: \(String(cString: strerror(code))). "
          + "What it holds is not whole: see to where it goes, and ask again."
      )
    }
  }

  /// Writes a line to standard output.
  package static func line(_ text: String = "") {
    write(text + "\n", to: STDOUT_FILENO)
  }

  /// Writes a line to standard error.
  package static func note(_ text: String) {
    write(text + "\n", to: STDERR_FILENO)
  }

  /// Rewrites the current line of a terminal on standard error; silent where it is none.
  package static func progress(_ text: String) {
    if isTerminal { write("\r\u{1B}[K" + text, to: STDERR_FILENO) }
  }

  /// Whether standard error is a terminal.
  package static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes a value as one JSON document on standard output, keys sorted, so that equal results
  /// are equal bytes.
  package static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    line(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Writes values as JSON Lines to a file, or to standard output for `-`.
  package static func jsonLines(_ values: [some Encodable], to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let lines = try values.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
    if path == "-" {
      write(lines.joined(), to: STDOUT_FILENO)
    } else {
      do {
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      } catch {
        throw Failure(
          .failed,
          "The file \(path) cannot be written. See to its folder and permissions, or name another."
        )
      }
    }
  }

  /// Writes rows as columns of a width that fits, for people.
  package static func table(_ rows: [[String]], headings: [String]) {
    guard !rows.isEmpty else { return }
    let all = [headings] + rows.map { $0.map(singleLine) }
    let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    for row in all {
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      line(String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()))
    }
  }

  /// A number of things in words: 1 change, 2 changes.
  package static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }

  /// Text that cannot move a terminal's cursor or pretend to be another line.
  package static func singleLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
      )
    )
  }

  private static func write(_ text: String, to descriptor: Int32) {
    // What came after a gap would be taken for what belongs there.
    guard descriptor != STDOUT_FILENO || fault.load(ordering: .relaxed) == 0 else { return }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let code = written < 0 ? errno : EIO
        if descriptor == STDOUT_FILENO, code != EPIPE { fault.store(code, ordering: .relaxed) }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }
}
