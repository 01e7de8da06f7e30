import Foundation

// Converts a Whisper model from CTranslate2's format, half precision, into whisper.cpp's, eight bits.
// usage: convert-whisper TOKENIZER.json OUT MODEL-PART…

/// Whisper's names for CTranslate2's arrays; the fused query, key and value projections are cut apart.
struct Converter {
    let model: CTranslate2Model
    var file = GGMLFile()

    mutating func copy(_ target: String, _ source: String, rows: Range<Int>? = nil) throws {
        let weights = try model.array(source)
        file.add(target, rows.map(weights.rows) ?? weights)
    }

    mutating func norm(_ target: String, _ source: String) throws {
        try copy(target + ".weight", source + "/gamma")
        try copy(target + ".bias", source + "/beta")
    }

    mutating func linear(_ target: String, _ source: String, rows: Range<Int>? = nil, bias: Bool = true)
        throws
    {
        try copy(target + ".weight", source + "/weight", rows: rows)
        if bias { try copy(target + ".bias", source + "/bias", rows: rows) }
    }

    mutating func attention(_ target: String, _ source: String, width: Int, cross: Bool) throws {
        func part(_ index: Int) -> Range<Int> { index * width..<(index + 1) * width }
        if cross {
            try linear(target + ".query", source + "/linear_0")
            try linear(target + ".key", source + "/linear_1", rows: part(0), bias: false)
            try linear(target + ".value", source + "/linear_1", rows: part(1))
            try linear(target + ".out", source + "/linear_2")
        } else {
            try linear(target + ".query", source + "/linear_0", rows: part(0))
            try linear(target + ".key", source + "/linear_0", rows: part(1), bias: false)
            try linear(target + ".value", source + "/linear_0", rows: part(2))
            try linear(target + ".out", source + "/linear_1")
        }
    }

    mutating func layers(_ side: String, width: Int) throws {
        for index in 0..<model.layers(side) {
            let source = "\(side)/layer_\(index)"
            let target = "\(side).blocks.\(index)"
            try norm(target + ".attn_ln", source + "/self_attention/layer_norm")
            try attention(target + ".attn", source + "/self_attention", width: width, cross: false)
            if side == "decoder" {
                try norm(target + ".cross_attn_ln", source + "/attention/layer_norm")
                try attention(target + ".cross_attn", source + "/attention", width: width, cross: true)
            }
            try norm(target + ".mlp_ln", source + "/ffn/layer_norm")
            try linear(target + ".mlp.0", source + "/ffn/linear_0")
            try linear(target + ".mlp.2", source + "/ffn/linear_1")
        }
    }

    mutating func convert(tokenizer: Data) throws {
        let embedding = try model.array("decoder/embeddings/weight").shape
        let width = embedding[1]
        let bands = try model.array("encoder/conv1/weight").shape[1]
        let positions = try ["encoder", "decoder"].map {
            try model.array("\($0)/position_encodings/encodings").shape[0]
        }
        // 2007: eight-bit blocks, second version of ggml's quantisation. A head is 64 wide in every Whisper model.
        file.add([
            0x6767_6D6C, embedding[0], positions[0], width, width / 64, model.layers("encoder"), positions[1],
            width, width / 64, model.layers("decoder"), bands, 2007,
        ])
        file.add([bands, MelFilters.bins])
        file.add(MelFilters.table(bands: bands))
        let words = try Vocabulary.words(
            tokenizer: tokenizer, count: embedding[0] >= 51_865 ? 50_257 : 50_256)
        file.add([words.count])
        for word in words { file.add(word) }
        try copy("encoder.positional_embedding", "encoder/position_encodings/encodings")
        for name in ["conv1", "conv2"] {
            try copy("encoder.\(name).weight", "encoder/\(name)/weight")
            file.add("encoder.\(name).bias", try model.array("encoder/\(name)/bias").reshaped([width, 1]))
        }
        try norm("encoder.ln_post", "encoder/layer_norm")
        try copy("decoder.positional_embedding", "decoder/position_encodings/encodings")
        try copy("decoder.token_embedding.weight", "decoder/embeddings/weight")
        try norm("decoder.ln", "decoder/layer_norm")
        try layers("encoder", width: width)
        try layers("decoder", width: width)
    }
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 3 else {
    FileHandle.standardError.write(Data("usage: convert-whisper TOKENIZER.json OUT MODEL-PART…\n".utf8))
    exit(2)
}
do {
    var bytes: [UInt8] = []
    for part in arguments[2...] { bytes += try Data(contentsOf: URL(fileURLWithPath: part)) }
    var converter = Converter(model: try CTranslate2Model(bytes))
    try converter.convert(tokenizer: try Data(contentsOf: URL(fileURLWithPath: arguments[0])))
    try converter.file.data.write(to: URL(fileURLWithPath: arguments[1]), options: .atomic)
} catch {
    FileHandle.standardError.write(Data("convert-whisper: \(error)\n".utf8))
    exit(4)
}
