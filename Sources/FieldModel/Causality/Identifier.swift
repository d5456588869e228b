// SPDX-License-Identifier: Apache-2.0

/// A 16-byte name that is never reused.
///
/// Its text form is 26 characters of base32hex in lower case (RFC 4648 §7 without padding), which
/// sorts like the bytes: identifiers made later sort later when their bytes begin with a time.
public protocol Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The 16 bytes as one number, most significant byte first.
  var bits: UInt128 { get }

  /// Names the thing that these 16 bytes stand for.
  init(bits: UInt128)
}

extension Identifier {
  /// Reads an identifier from exactly 16 bytes; nil for any other number of bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    let whole = bytes.withContiguousStorageIfAvailable { bytes in
      UInt128(bigEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: UInt128.self))
    }
    self.init(bits: whole ?? bytes.reduce(0) { $0 << 8 | UInt128($1) })
  }

  /// Reads the text form, in either case; nil where it is not 26 characters of base32hex, or where
  /// it holds more than 128 bits: an identifier has one text.
  public init?(_ text: String) {
    guard text.utf8.count == 26 else { return nil }
    var bits: UInt128 = 0
    for (place, byte) in text.utf8.enumerated() {
      guard let digit = Base32.digit(of: byte) else { return nil }
      // 26 digits hold 130 bits: the last digit carries three bits of identifier, then two zeros.
      guard place < 25 || digit & 3 == 0 else { return nil }
      bits = place == 25 ? bits << 3 | UInt128(digit >> 2) : bits << 5 | UInt128(digit)
    }
    self.init(bits: bits)
  }

  /// The 16 bytes, most significant first.
  public var bytes: [UInt8] {
    withUnsafeBytes(of: bits.bigEndian) { Array($0) }
  }

  /// The text form: 26 characters.
  public var description: String {
    Base32.text(bytes)
  }

  /// Orders identifiers by their bytes.
  public static func < (lhs: Self, rhs: Self) -> Bool {
    lhs.bits < rhs.bits
  }
}

/// Sixteen bytes as two numbers, which lie closer to their neighbours in memory than one would.
struct Halves: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  init(_ whole: UInt128) {
    high = UInt64(truncatingIfNeeded: whole >> 64)
    low = UInt64(truncatingIfNeeded: whole)
  }

  var whole: UInt128 {
    UInt128(high) << 64 | UInt128(low)
  }
}

/// Base32hex in lower case, without padding (RFC 4648 §7): its texts sort like the bytes.
public enum Base32 {
  private static let alphabet = Array("0123456789abcdefghijklmnopqrstuv".utf8)

  /// Writes bytes, five bits a character, the last character filled with zeros.
  public static func text(_ bytes: [UInt8]) -> String {
    var characters: [UInt8] = []
    var held: UInt16 = 0
    var heldBits = 0
    for byte in bytes {
      held = held << 8 | UInt16(byte)
      heldBits += 8
      while heldBits >= 5 {
        heldBits -= 5
        characters.append(alphabet[Int(held >> UInt16(heldBits)) & 31])
      }
    }
    if heldBits > 0 {
      characters.append(alphabet[Int(held << UInt16(5 - heldBits)) & 31])
    }
    return String(decoding: characters, as: UTF8.self)
  }

  /// The value 0…31 of one character of the alphabet, in either case.
  static func digit(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "v"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "V"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// The name of one incarnation of one local store: not of a person and not of a machine.
///
/// A store that was copied or restored goes on under a new name, because two histories under one
/// name could not be told apart.
public struct ReplicaID: Identifier {
  private let halves: Halves

  /// The 16 bytes as one number.
  public var bits: UInt128 {
    halves.whole
  }

  /// Names the replica of these 16 bytes.
  public init(bits: UInt128) {
    halves = Halves(bits)
  }
}

/// The name of a person who may use a hub, given by the hub at invitation.
public struct PersonID: Identifier {
  private let halves: Halves

  /// The 16 bytes as one number.
  public var bits: UInt128 {
    halves.whole
  }

  /// Names the person of these 16 bytes.
  public init(bits: UInt128) {
    halves = Halves(bits)
  }
}
