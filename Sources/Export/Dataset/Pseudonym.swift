// SPDX-License-Identifier: Apache-2.0

import Crypto
package import FieldModel

/// A name for somebody whose own name was typed: the same for the same text in a program, and not
/// to be guessed back without the key.
package enum Pseudonym {
  /// `S-` and eight characters made of HMAC-SHA256 over the program and the bytes of the text.
  ///
  /// - Parameters:
  ///   - text: What was typed for the shopper.
  ///   - program: The program: a shopper has another name in the next one.
  ///   - key: The hub's secret for this.
  /// - Returns: The name; nil without a key, since anybody could compute it then.
  package static func of(_ text: String, in program: RecordID, key: [UInt8]) -> String? {
    guard !key.isEmpty else { return nil }
    let code = HMAC<SHA256>.authenticationCode(
      for: program.bytes + Array(text.utf8),
      using: SymmetricKey(data: key)
    )
    return "S-" + Base32.text(Array(code)).prefix(8)
  }
}
