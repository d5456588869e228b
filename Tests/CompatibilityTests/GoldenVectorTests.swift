// SPDX-License-Identifier: Apache-2.0

import Decoders
import Foundation
import Testing

@Suite("What comes from elsewhere is read as ever, or refused")
struct GoldenVectorTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fuzzing").standardized.path()
  private let corpus = Corpus(folder: folder + "/Corpus")

  @Test(arguments: GoldenVector.all.map(\.path))
  func `a golden vector reads as it did when it was kept`(path: String) throws {
    let vector = try #require(GoldenVector.all.first { $0.path == path })
    let bytes = try #require(corpus.bytes(of: path), "keep it: Scripts/fuzz --golden")
    let reading = try vector.door.reading(of: bytes)
    let account = String(decoding: reading.account, as: UTF8.self)
    #expect(corpus.accounts[path] == GoldenAccounts.hash(of: reading), "Now it reads: \(account)")
  }

  @Test func `the program writes the golden vectors byte for byte`() {
    for vector in GoldenVector.all where vector.isOurs {
      #expect(corpus.bytes(of: vector.path) == vector.bytes, "\(vector.path)")
    }
  }

  @Test(arguments: Door.allCases)
  func `a door refuses or keeps all that the fuzzer ever found`(door: Door) throws {
    let paths = corpus.paths(of: door)
    #expect(!paths.isEmpty)
    for path in paths {
      let bytes = try #require(corpus.bytes(of: path))
      #expect(throws: Never.self, "\(path)") { try door.reading(of: bytes) }
    }
  }

  @Test(arguments: Door.allCases)
  func `a door refuses or keeps a golden vector that was cut anywhere`(door: Door) throws {
    for vector in GoldenVector.all where vector.door == door && vector.bytes.count < 2_000 {
      for count in vector.bytes.indices {
        #expect(throws: Never.self, "\(vector.path), \(count) bytes of it") {
          try door.reading(of: Array(vector.bytes[..<count]))
        }
      }
    }
  }
}
