// SPDX-License-Identifier: Apache-2.0

/// Bytes from elsewhere that are not what they should be.
package struct WireProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in one sentence.
  package let description: String

  /// A sentence that names what is wrong.
  package init(_ description: String) {
    self.description = description
  }
}
