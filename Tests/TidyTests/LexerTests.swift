// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct LexerTests {
  private func words(_ text: String) -> [String] { Lexer(text).tokens.map(\.text) }

  @Test func `comments are not code`() {
    let lexer = Lexer("a // b\n/* c /* d */\ne */ f /// g")
    #expect(lexer.tokens.map(\.text) == ["a", "f"])
    #expect(lexer.tokens.map(\.line) == [1, 3])
    #expect(lexer.comments[1] == "// b")
    #expect(lexer.comments[3]?.contains("g") == true)
  }

  @Test(arguments: [
    #"a "b try! c" d"#,
    ##"a "quoted \" try! mark" d"##,
    ###"a #"raw " try! mark"# d"###,
    ###"a #"raw \(try!) no interpolation"# d"###,
    "a \"\"\"\n  try! \"quoted\" // no comment\n  \"\"\" d",
    "a \"\" d",
    "a = /try!\"/ d",
    "a = /\\/try!/ d",
    "a #/try!/\"/# d",
  ])
  func `a literal is one token`(text: String) {
    let tokens = words(text).filter { $0 != "=" }
    #expect(tokens == ["a", tokens.dropFirst().first, "d"])
    #expect(!tokens.contains("try"))
  }

  @Test func `code inside an interpolation is code`() {
    #expect(
      words(#""a \(try! b("c)")) d" e"#) == ["try", "!", "b", "(", "\"\"", ")", ")", "\"\"", "e"]
    )
    #expect(words(###"#"a \#(f(1)) d"# e"###).contains("f"))
  }

  @Test func `division is no literal`() {
    #expect(words("(a + b) / c / d") == ["(", "a", "+", "b", ")", "/", "c", "/", "d"])
    #expect(words("a/b/c \"x\"").last == "\"\"")
  }

  @Test func `a name in backticks is no keyword`() {
    #expect(
      words("func `try! a sleep (x)`() {}") == ["func", "`try! a sleep (x)`", "(", ")", "{", "}"]
    )
  }

  @Test func `lines are counted through literals and comments`() {
    let text = "\"\"\"\n1\n\\(b)\n\"\"\"\n/*\n\n*/ last"
    #expect(Lexer(text).tokens.last?.line == 7)
    #expect(Lexer(text).tokens.first?.line == 3)
  }

  @Test(arguments: [
    "\"open", "/* open", "#\"open", "`open", "\"\\", "\"\\(", "#/open", "#", "\"\"\"\n",
  ])
  func `a file cut short is read to its end`(text: String) {
    #expect(words("a " + text).first == "a")
  }
}
