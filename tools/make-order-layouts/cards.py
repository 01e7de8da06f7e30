"""Layouts of apps with cards: labels above their values, coloured heads, several prices and coupons, sums in a sentence."""

from layouts import RULE, card, layout, money, pair, struck

HEAD = "background:#0a8f6c;color:#fff;margin:-28px -34px 16px;padding:20px 34px;display:flex;justify-content:space-between"


def stacked(*columns):
    """Labels above their values."""
    inner = "".join(
        f'<div style="flex:1"><div class="dim fine">{label}</div><div>{value}</div></div>' for label, value in columns
    )
    return f'<div style="display:flex;gap:16px;padding:10px 0">{inner}</div>'


@layout("订单卡片")
def grid_sums(f):
    """Every label stands above its value."""

    def goods(k):
        return f'<div class="bold">{f.name(k)}</div>' + stacked(
            ("单价", f.price(k)), ("数量", f.quantity(k)), ("小计", f.amount(k))
        )

    sums = [("商品合计", f.sum("subtotal"))]
    sums += [(each["label"], f.discount(k)) for k, each in enumerate(f.order.discounts)]
    if f.order.freight is not None:
        sums.append(("运费", f.sum("freight")))
    return card(
        stacked(("订单编号", f.number())),
        stacked(("下单时间", f.time()), ("自提点", f.order.pickup_point)),
        RULE,
        f.lines(goods),
        RULE,
        *(stacked(*sums[start : start + 3]) for start in range(0, len(sums), 3)),
        stacked(("实付金额", f.sum("paid", "paid"))),
    )


@layout("我的团单")
def coloured_head(f):
    """A coloured head with the number; quantity, sign and name in one text; each label right before its value."""

    def total(label, value):
        return f'<div class="right"><span class="dim">{label}</span>　{value}</div>'

    return card(
        f'<div style="{HEAD}"><span>订单 {f.number()}</span><span>待提货</span></div>',
        f.lines(lambda k: pair(f'<span>{f.quantity(k)} × {f.name(k)}</span>', f.amount(k))),
        RULE,
        total("商品金额", f.sum("subtotal")),
        "".join(total(each["label"], f.discount(k)) for k, each in enumerate(f.order.discounts)),
        total("配送费", f.sum("freight")) if f.order.freight is not None else "",
        total("实付", f.sum("paid", "paid")),
        f'<div class="dim fine">支付时间 {f.time()}</div>',
    )


@layout("订单详情")
def member(f):
    """A member's price beside a struck former one, reductions named by shop under their total, free freight struck through."""

    def goods(k):
        was = struck(f.order.lines[k]["was"], f.style)
        price = pair(f"<span>会员价 {f.price(k)}　{was}</span>", f.quantity(k, "x"), "fine")
        return f'<div class="row"><div class="thumb"></div><div class="grow">{f.name(k)}{price}</div></div>'

    total = sum(each["amount"] for each in f.order.discounts)
    freight = "" if f.order.freight is None else f.sum("freight")
    if f.order.freight == 0:
        freight = f"<span>{struck(500, f.style)} {freight}</span>"
    return (
        card(f.lines(goods))
        + card(
            pair("商品总额", f.sum("subtotal")),
            pair("优惠合计", f'<span class="red">{money(-total, f.style)}</span>') if total else "",
            f'<div style="padding-left:40px" class="fine">{f.discounts()}</div>',
            pair("运费", freight) if freight else "",
            pair("实付款", f.sum("paid", "paid")),
        )
        + card(pair("订单编号", f.number()), pair("付款时间", f.time()))
    )


@layout("全部订单")
def sentence(f):
    """Freight and what is paid in one sentence at the foot."""
    pieces = sum(line["quantity"] for line in f.order.lines)
    freight = "" if f.order.freight is None else f'（含运费{f.sum("freight")}）'

    def goods(k):
        return pair(f.name(k), f'<span>{f.price(k)}</span>') + f'<div class="right dim fine">{f.quantity(k, "×")}</div>'

    return card(
        pair('<span class="bold">邻里优选 ›</span>', '<span class="red">交易成功</span>'),
        f.lines(goods),
        RULE,
        f.discounts("red"),
        f'<div class="right">共{pieces}件 实付款 {f.sum("paid", "bold")}{freight}</div>',
        f'<div class="dim fine">订单号：{f.number()}　下单：{f.time()}</div>',
    )
