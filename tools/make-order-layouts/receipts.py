"""Layouts of printed receipts, tables and bills: columns under a header row, dotted leaders, amounts without a sign."""

from layouts import RULE, STATUS_BAR, card, layout, pair

TOTAL_STYLE = "flex:1;overflow:hidden;white-space:nowrap;color:#999"


def leader(label, value):
    """A label, a row of dots, a value."""
    return f'<div class="pair"><span>{label}</span><span style="{TOTAL_STYLE}">{"." * 200}</span>{value}</div>'


def cells(*columns):
    """Columns side by side, each (width, alignment, text)."""
    inner = "".join(f'<div style="width:{width};text-align:{side}">{text}</div>' for width, side, text in columns)
    return f'<div style="display:flex;gap:16px;padding:8px 0">{inner}</div>'


@layout("购物小票")
def thermal(f):
    """A till roll: the name on a line of its own, quantity, price and amount in columns below, dots before the sums."""

    def goods(k):
        return f"<div>{k + 1}. {f.name(k)}</div>" + cells(
            ("30%", "right", f.quantity(k)), ("35%", "right", f.price(k, "bare")), ("35%", "right", f.amount(k, "bare"))
        )

    return card(
        f"<div>单号:{f.number()}</div><div>日期:{f.time()}</div>",
        cells(("30%", "left", "品名/数量"), ("35%", "right", "单价"), ("35%", "right", "金额")),
        f.lines(goods),
        RULE,
        leader("商品总额", f.sum("subtotal", money_style="bare")),
        "".join(leader(each["label"], f.discount(k, "bare")) for k, each in enumerate(f.order.discounts)),
        leader("运费", f.sum("freight", money_style="bare")) if f.order.freight is not None else "",
        leader("实收", f.sum("paid", "bold", "bare")),
    )


@layout("团购清单")
def header_table(f):
    """A table with a header row, the quantity before the name; the sums in two columns on the right."""

    def goods(k):
        return cells(
            ("10%", "center", f.quantity(k)),
            ("46%", "left", f.name(k)),
            ("20%", "right", f.price(k)),
            ("24%", "right", f.amount(k)),
        )

    def total(label, value):
        return cells(("64%", "right", f'<span class="dim">{label}</span>'), ("36%", "right", value))

    return card(
        cells(("10%", "center", "数量"), ("46%", "left", "商品"), ("20%", "right", "团价"), ("24%", "right", "小计")),
        RULE,
        f.lines(goods),
        RULE,
        total("货款合计", f.sum("subtotal")),
        "".join(total(each["label"], f.discount(k)) for k, each in enumerate(f.order.discounts)),
        total("运费", f.sum("freight")) if f.order.freight is not None else "",
        total("实付", f.sum("paid", "bold")),
        RULE,
        f'<div class="dim fine">订单编号：{f.number()}　成交时间：{f.time()}</div>',
    )


@layout("配货单")
def bulk(f):
    """Large quantities, amounts with a comma for thousands."""

    def goods(k):
        return (
            f'<div class="bold">{f.name(k)}</div>'
            + pair(f'单价 {f.price(k, "comma")}', f.quantity(k, "×", "件"), "dim")
            + pair("", f.amount(k, "comma"))
        )

    return card(
        pair("订货人", "<span>李*</span>"),
        pair("订单号", f.number()),
        pair("下单日期", f.time()),
        RULE,
        f.lines(goods),
        RULE,
        pair("商品总价", f.sum("subtotal", money_style="comma")),
        "".join(pair(each["label"], f.discount(k, "comma")) for k, each in enumerate(f.order.discounts)),
        pair("配送费", f.sum("freight", money_style="comma")) if f.order.freight is not None else "",
        pair("实付总额", f.sum("paid", "paid", "comma")),
    )


@layout("费用明细")
def equation(f):
    """Each line as a sum: price times quantity is amount, in 元 or 圆 or without any sign."""

    def goods(k):
        return f'<div>{f.name(k)}</div><div class="dim">{f.price(k)} × {f.quantity(k)} = {f.amount(k)}</div>'

    return STATUS_BAR + card(
        f.lines(goods),
        RULE,
        f'<div>商品小计：{f.sum("subtotal")}</div>',
        "".join(f'<div>{each["label"]}：{f.discount(k)}</div>' for k, each in enumerate(f.order.discounts)),
        f'<div>运费：{f.sum("freight")}</div>' if f.order.freight is not None else "",
        f'<div class="bold">实际支付：{f.sum("paid")}</div>',
        f'<div class="dim fine">单号 {f.number()}</div><div class="dim fine">{f.time()} 下单</div>',
    )
