// SPDX-License-Identifier: Apache-2.0

import Crypto
import FieldModel
import FoundationEssentials

/// Codes and tokens: drawn, told once, and kept only as hashes.
enum Secrets {
  /// Crockford's base 32: no letter that is read as another character.
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// A code to read out or type: 80 bits in four groups of four, such as `7Q2M-…`.
  static func code(_ random: [UInt8]) -> String {
    let letters = random.prefix(16).map { alphabet[Int($0 & 31)] }
    return stride(from: 0, to: letters.count, by: 4)
      .map { String(decoding: letters[$0..<min($0 + 4, letters.count)], as: UTF8.self) }
      .joined(separator: "-")
  }

  /// The hash of a code however it was typed: in either case, with or without hyphens and blanks,
  /// with O for 0 and I or L for 1.
  static func hash(code: String) -> [UInt8] {
    let letters = code.utf8.compactMap { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: " "): nil
      case UInt8(ascii: "o"), UInt8(ascii: "O"): UInt8(ascii: "0")
      case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "l"), UInt8(ascii: "L"):
        UInt8(ascii: "1")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
      default: byte
      }
    }
    return StableHash.digest(letters)
  }

  /// The person of a name and role, as this hub and its restored copies call them: whoever was
  /// invited after the backup was made keeps their work when they are invited again.
  static func person(
    _ name: String,
    _ role: Role,
    key: [UInt8]
  ) throws(DamagedStore) -> PersonID {
    let message = Array("person\0\(role.rawValue)\0\(name)".utf8)
    let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key))
    guard let person = PersonID(bytes: Array(code.prefix(16))) else {
      throw DamagedStore("The hub's key makes no names.")
    }
    return person
  }

  /// A token of 256 bits.
  static func token(_ random: [UInt8]) -> String {
    Base32.text(random)
  }

  /// The hash of a token.
  static func hash(token: String) -> [UInt8] {
    StableHash.digest(Array(token.utf8))
  }

  /// A name that does not give its bearer away, such as `S-4k0t9b`.
  static func pseudonym(_ random: [UInt8]) -> String {
    "S-" + Base32.text(random).prefix(6)
  }
}
