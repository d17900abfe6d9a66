def test_a_quotation_that_goes_on_keeps_its_source(sources_of):
    tree_text = (
        "\"/``/punct/7 We/PRP/nsubj/3 did/VBD/aux/3 attack/VB/ccomp/7 ,/,/punct/7 \"/''/punct/7 he/PRP/nsubj/7 said/VBD/ROOT/7 ././punct/7 "
        "\"/``/punct/11 They/PRP/nsubj/11 withdrew/VBD/ROOT/11 today/NN/npadvmod/11 ././punct/11 \"/''/punct/11"
    )
    assert sources_of(tree_text, "withdrew") == [["he"]]
