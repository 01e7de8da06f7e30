"""The chain's products: which pack shots of the shared catalogue it sells, under which Chinese names, in which section."""

# sku: (display name, category). Brands and wording are invented; gs-… are the MIT-licensed cartons.
NAMES = {
    "dr-tindra-cherry": ("廷卓 樱桃汁 1L", "饮料"), "dr-tindra-mint": ("廷卓 薄荷茶 1L", "饮料"),
    "dr-tindra-berry": ("廷卓 莓果汁 1L", "饮料"), "dr-tamiko-lemon": ("多美果 柠檬茶 900ml", "饮料"),
    "dr-tamiko-cherry": ("多美果 樱桃茶 900ml", "饮料"), "dr-fjella-classic": ("峡湾 原味苏打水 1L", "饮料"),
    "dr-fjella-lime": ("峡湾 青柠苏打水 1L", "饮料"), "dr-fjella-lemon": ("峡湾 柠檬苏打水 1L", "饮料"),
    "dr-solena-berry": ("索莱 莓果汽水 330ml", "饮料"), "dr-solena-mango": ("索莱 芒果汽水 330ml", "饮料"),
    "dr-solena-cocoa": ("索莱 可可饮 330ml", "饮料"), "dr-hopla-lime": ("哈普 青柠汽水 330ml", "饮料"),
    "dr-hopla-lemon": ("哈普 柠檬汽水 330ml", "饮料"), "dr-hopla-cherry": ("哈普 樱桃汽水 330ml", "饮料"),
    "dr-orlando-lemon": ("奥兰多 柠檬啤 330ml", "饮料"), "dr-orlando-cherry": ("奥兰多 樱桃啤 330ml", "饮料"),
    "gs-oatly-oat-milk": ("燕麦奶 原味 1L", "乳品"), "gs-arla-ecological-medium-fat-milk": ("有机低脂牛奶 1L", "乳品"),
    "gs-alpro-fresh-soy-milk": ("鲜豆奶 1L", "乳品"), "gs-alpro-shelf-soy-milk": ("常温豆奶 1L", "乳品"),
    "gs-oatly-natural-oatghurt": ("燕麦酸奶 原味 1L", "乳品"), "gs-arla-sour-milk": ("发酵乳 1L", "乳品"),
    "gs-yoggi-strawberry-yoghurt": ("草莓酸奶 1L", "乳品"), "gs-yoggi-vanilla-yoghurt": ("香草酸奶 1L", "乳品"),
    "dr-pepita-mint": ("佩蓓 薄荷酸奶杯 150g", "乳品"), "dr-pepita-berry": ("佩蓓 莓果酸奶杯 150g", "乳品"),
    "dr-pepita-mango": ("佩蓓 芒果酸奶杯 150g", "乳品"), "dr-pepita-cocoa": ("佩蓓 可可酸奶杯 150g", "乳品"),
    "dr-lumio-cocoa": ("露米欧 可可布丁 200g", "乳品"), "dr-lumio-classic": ("露米欧 原味布丁 200g", "乳品"),
    "dr-kaffra-classic": ("卡芙拉 原味薯片 120g", "零食"), "dr-kaffra-lime": ("卡芙拉 青柠薯片 120g", "零食"),
    "dr-kaffra-lemon": ("卡芙拉 柠檬薯片 120g", "零食"), "dr-bristo-mango": ("布里托 芒果干 100g", "零食"),
    "dr-bristo-cocoa": ("布里托 可可豆 100g", "零食"), "dr-veluna-cherry": ("维露娜 樱桃饼干 250g", "零食"),
    "dr-veluna-mint": ("维露娜 薄荷饼干 250g", "零食"), "dr-grano-berry": ("谷朗 莓果麦片 400g", "零食"),
    "dr-grano-cocoa": ("谷朗 可可麦片 400g", "零食"), "dr-grano-classic": ("谷朗 原味麦片 400g", "零食"),
    "dr-zunami-lime": ("祖娜 青柠米饼 200g", "零食"), "dr-cruncho-mango": ("脆可 芒果脆 150g", "零食"),
    "dr-cruncho-cocoa": ("脆可 可可脆 150g", "零食"), "dr-nordvik-lemon": ("诺维 柠檬威化 300g", "零食"),
    "dr-nordvik-cherry": ("诺维 樱桃威化 300g", "零食"),
}

# Sections from the top row; facings are found so that a row fills the shelf's width.
SECTIONS = {
    "drinks": [["dr-tindra-cherry", "dr-tindra-mint", "dr-tindra-berry", "dr-tamiko-lemon"],
               ["dr-solena-berry", "dr-solena-mango", "dr-solena-cocoa", "dr-hopla-lime", "dr-hopla-lemon", "dr-hopla-cherry",
                "dr-orlando-lemon", "dr-orlando-cherry"],
               ["dr-tamiko-cherry", "dr-fjella-classic", "dr-fjella-lime", "dr-fjella-lemon"]],
    "dairy": [["gs-oatly-oat-milk", "gs-arla-ecological-medium-fat-milk", "gs-alpro-fresh-soy-milk", "gs-alpro-shelf-soy-milk"],
              ["dr-pepita-mint", "dr-pepita-berry", "dr-pepita-mango", "dr-pepita-cocoa", "dr-lumio-cocoa", "dr-lumio-classic"],
              ["gs-oatly-natural-oatghurt", "gs-arla-sour-milk", "gs-yoggi-strawberry-yoghurt", "gs-yoggi-vanilla-yoghurt"]],
    "snacks": [["dr-kaffra-classic", "dr-kaffra-lime", "dr-kaffra-lemon", "dr-cruncho-mango"],
               ["dr-bristo-mango", "dr-bristo-cocoa", "dr-cruncho-cocoa"],
               ["dr-veluna-cherry", "dr-veluna-mint", "dr-nordvik-lemon", "dr-nordvik-cherry"],
               ["dr-grano-berry", "dr-grano-cocoa", "dr-grano-classic", "dr-zunami-lime"]],
}

# The products that must always be there; the others may be sold out without being a must-stock miss.
MUST_STOCK = {
    "drinks": ["dr-tindra-cherry", "dr-tindra-mint", "dr-solena-berry", "dr-solena-mango", "dr-hopla-lemon", "dr-orlando-cherry",
               "dr-fjella-lime", "dr-fjella-classic"],
    "dairy": ["gs-oatly-oat-milk", "gs-arla-ecological-medium-fat-milk", "gs-yoggi-vanilla-yoghurt", "dr-pepita-berry",
              "dr-pepita-mango", "dr-lumio-cocoa"],
    "snacks": ["dr-kaffra-classic", "dr-bristo-cocoa", "dr-veluna-mint", "dr-grano-berry", "dr-grano-cocoa", "dr-zunami-lime",
               "dr-nordvik-lemon"],
}
