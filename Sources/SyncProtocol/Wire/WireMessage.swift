// SPDX-License-Identifier: Apache-2.0

package import SwiftProtobuf

extension Message {
  /// Reads a message from a body.
  ///
  /// Members of newer programs are passed over.
  ///
  /// - Throws: ``WireProblem`` where the bytes are not such a message.
  package init(decoding body: [UInt8]) throws(WireProblem) {
    guard let message = try? Self(serializedBytes: body) else {
      throw WireProblem("The body is not a message of this kind.")
    }
    self = message
  }
}
