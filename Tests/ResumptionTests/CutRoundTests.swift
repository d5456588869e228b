// SPDX-License-Identifier: Apache-2.0

import FieldModel
import TestSupport
import Testing

@Suite("A sync cut at any byte resumes without loss or repetition")
struct CutRoundTests {
  @Test(arguments: [(true, Mishap.close), (false, .close), (true, .reset), (false, .reset)])
  func `a round that is cut at every single byte resumes`(
    isUp: Bool,
    mishap: Mishap
  ) throws {
    let field = try FieldUnderFaults()
    var byte = 1
    while try field.round(byte, isUp: isUp, mishap) { byte += 1 }
    // A round is three requests with their answers.
    #expect(byte > 500)
    try field.check()
  }

  @Test(arguments: [(true, Mishap.silence), (false, .silence), (true, .delay), (false, .delay)])
  func `a line that goes dead or stands still costs nothing`(
    isUp: Bool,
    mishap: Mishap
  ) throws {
    let field = try FieldUnderFaults()
    var random = SeededGenerator(seed: 6)
    for _ in 1...60 {
      _ = try field.round(Int.random(in: 1...1_300, using: &random), isUp: isUp, mishap)
    }
    try field.check()
  }

  @Test(arguments: [true, false])
  func `a line that says things twice is not believed`(isUp: Bool) throws {
    let field = try FieldUnderFaults()
    var random = SeededGenerator(seed: 7)
    for _ in 1...60 {
      let byte = Int.random(in: 1...1_300, using: &random)
      let length = Int.random(in: 1...64, using: &random)
      _ = try field.round(byte, isUp: isUp, .duplicate(length))
    }
    try field.check()
  }

  @Test func `a large round that meets any mishap anywhere resumes`() throws {
    let field = try FieldUnderFaults()
    var random = SeededGenerator(seed: 8)
    for mishap in [Mishap.close, .reset, .silence, .delay, .duplicate(9)] {
      for isUp in [true, false] {
        let byte = Int.random(in: 1...9_000, using: &random)
        _ = try field.round(byte, isUp: isUp, mishap, observations: 400)
      }
    }
    try field.check()
  }
}
