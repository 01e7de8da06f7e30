"""Layouts of bills and messages: sums before the goods, sums in one sentence, forms, tables with columns that mislead."""

from layouts import RULE, card, layout, money, pair
from receipts import cells


@layout("团购接龙")
def plain_text(f):
    """A message: one line a product, all sums in one sentence."""
    parts = [f'商品共{f.sum("subtotal", money_style="yuan")}']
    parts += [f'{each["label"]}{f.discount(k, "yuan")}' for k, each in enumerate(f.order.discounts)]
    if f.order.freight is not None:
        parts.append(f'运费{f.sum("freight", money_style="yuan")}')
    return card(
        f"<div>【订单】{f.number()}</div><div>下单时间：{f.time()}</div>",
        f.lines(lambda k: f'<div>{k + 1}、{f.name(k)} {f.price(k, "yuan")} ×{f.quantity(k)}</div>'),
        f'<div>{"，".join(parts)}</div><div>实付{f.sum("paid", money_style="yuan")}</div>',
    )


@layout("账单详情")
def sums_first(f):
    """What was paid large at the top, the sums below it, the goods last."""
    return (
        card(
            f'<div class="middle dim">支付金额</div><div class="middle">{f.sum("paid", "paid")}</div>',
            RULE,
            pair("商品总额", f.sum("subtotal")),
            f.discounts(),
            f.freight("运费"),
        )
        + card(pair("订单号", f.number()), pair("支付时间", f.time()))
        + card(
            '<div class="bold">商品清单</div>',
            f.lines(lambda k: pair(f.name(k), f'<span>{f.price(k)}　{f.quantity(k, "×")}</span>')),
        )
    )


@layout("出库清单")
def index_table(f):
    """A table whose first column numbers the lines."""

    def goods(k):
        return cells(
            ("8%", "center", str(k + 1)),
            ("50%", "left", f.name(k)),
            ("14%", "center", f.quantity(k)),
            ("28%", "right", f.amount(k, "bare")),
        )

    return card(
        f'<div class="fine">单号：{f.number()}　日期：{f.time()}</div>',
        cells(("8%", "center", "序号"), ("50%", "left", "品名"), ("14%", "center", "数量"), ("28%", "right", "金额(元)")),
        RULE,
        f.lines(goods),
        RULE,
        pair("合计", f.sum("subtotal", money_style="bare")),
        "".join(pair(each["label"], f.discount(k, "bare")) for k, each in enumerate(f.order.discounts)),
        pair("运费", f.sum("freight", money_style="bare")) if f.order.freight is not None else "",
        pair("实收金额", f.sum("paid", "bold", "bare")),
    )


@layout("订单明细")
def hint_labels(f):
    """Labels with counts, conditions and hints behind them."""
    pieces = sum(line["quantity"] for line in f.order.lines)
    hint = '<span class="dim fine"> 满39元包邮 ⓘ</span>'
    return card(
        f.lines(
            lambda k: f'<div class="row"><div class="thumb"></div><div class="grow">{f.name(k)}<div class="dim fine">7天无理由</div>'
            + pair(f.price(k), f.quantity(k, "×"))
            + "</div></div>"
        ),
        RULE,
        pair(f"商品金额（共{pieces}件）", f.sum("subtotal")),
        f.discounts("red"),
        pair(f"运费{hint}", f.sum("freight")) if f.order.freight is not None else "",
        pair("应付合计（已减优惠）", f.sum("paid", "paid")),
        RULE,
        pair("订单编号", f.number()),
        pair("提交时间", f.time()),
        pair("预计送达", "<span>次日 09:00-12:00</span>"),
    )


@layout("购买记录")
def per_piece(f):
    """Prices by the piece with a slash, in a list without cards."""

    def goods(k):
        price = f'{f.price(k)}/件 × {f.quantity(k)}'
        return f'<div class="bold">{f.name(k)}</div>' + pair(f'<span class="dim">{price}</span>', f"<span>小计 {f.amount(k)}</span>")

    return card(
        pair(f'<span class="dim">{f.time()}</span>', '<span class="red">待取货</span>'),
        f.lines(goods),
        RULE,
        f.discounts(),
        f.freight("运费"),
        pair("合计应付", f.sum("paid", "paid")),
        f'<div class="dim fine right">订单编号 {f.number()}</div>',
    )


@layout("会员购物单")
def former_column(f):
    """A column of former prices that are not struck through beside those of members."""
    widths = ["34%", "17%", "17%", "10%", "22%"]

    def goods(k):
        texts = [f.name(k), money(f.order.lines[k]["was"], "bare"), f.price(k, "bare"), f.quantity(k), f.amount(k, "bare")]
        return cells(*zip(widths, ["left", "right", "right", "center", "right"], texts))

    return card(
        pair("会员编号", "<span>V60281</span>"),
        pair("订单号", f.number()),
        pair("交易时间", f.time()),
        RULE,
        f'<div class="fine">{cells(*zip(widths, ["left", "right", "right", "center", "right"], ["商品", "原价", "会员价", "数量", "小计"]))}',
        f.lines(goods),
        "</div>",
        RULE,
        pair("商品合计", f.sum("subtotal")),
        f.discounts(),
        f.freight("配送费"),
        pair("实付金额", f.sum("paid", "bold")),
    )


@layout("团购订单")
def badges(f):
    """Badges before names, the former price behind the price without a sign of its own, pieces in words."""
    badge = '<span style="background:#e4393c;color:#fff;padding:2px 10px;border-radius:8px" class="fine">{}</span> '
    kinds = ["次日达", "满减", "爆款", "会员"]

    def goods(k):
        line = f'{badge.format(kinds[k % 4])}{f.name(k)}'
        return f"<div>{line}</div>" + pair(f'<span class="red">{f.price(k)}</span>', f'<span class="dim">{f.quantity(k, "共", "件")}</span>')

    return card(
        pair('<span class="bold">幸福里便利店</span>', '<span class="red">已完成</span>'),
        f.lines(goods),
        RULE,
        pair("商品金额", f.sum("subtotal")),
        f.discounts(),
        f.freight("运费"),
        pair("实付金额", f.sum("paid", "paid")),
        f'<div class="dim fine">订单号：{f.number()}</div><div class="dim fine">创建时间：{f.time()}</div>',
    )


@layout("订单登记表")
def form(f):
    """A form: every value behind its label, one a line."""

    def goods(k):
        return (
            pair("商品名称", f.name(k))
            + pair("单价", f.price(k))
            + pair("数量", f.quantity(k, behind="件"))
            + pair("金额", f.amount(k))
            + RULE
        )

    return card(
        pair("订单编号", f.number()),
        pair("下单日期", f.time()),
        RULE,
        f.lines(goods),
        pair("商品总金额", f.sum("subtotal")),
        f.discounts(),
        f.freight("配送费"),
        pair("实际付款", f.sum("paid", "bold")),
    )
