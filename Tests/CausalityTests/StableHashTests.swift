// SPDX-License-Identifier: Apache-2.0

import Crypto
import FieldModel
import TestSupport
import Testing

/// The module's own hash is SHA-256: names and lots come out alike on every replica.
@Suite struct StableHashTests {
  @Test func `every length to 300 bytes hashes as the library does`() {
    var generator = SeededGenerator(seed: 6)
    for length in 0...300 {
      let message = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      #expect(StableHash.digest(message) == Array(SHA256.hash(data: message)))
    }
  }

  @Test func `a long message hashes as the library does`() {
    let message = [UInt8](repeating: 0x61, count: 100_000)
    #expect(StableHash.digest(message) == Array(SHA256.hash(data: message)))
  }
}
