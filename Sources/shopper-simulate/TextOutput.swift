// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The one place from which the program writes to people and scripts.
enum TextOutput {
  /// Writes a line to standard output, at once.
  static func line(_ text: String = "") {
    write(text + "\n", to: STDOUT_FILENO)
  }

  /// Writes a line to standard error.
  static func note(_ text: String) {
    write(text + "\n", to: STDERR_FILENO)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      bytes = bytes.dropFirst(written)
    }
  }
}
