"""Words to compare fingerprints by telephone: 256 short ones that do not sound alike."""

_TEXT = """
acid actor album alley amber anchor angle apple apron arrow atlas attic autumn bacon badge baker balcony bamboo
banana barrel basket beach beaver bell berry bicycle bishop blanket blossom bottle branch bread bridge bronze brush
bubble bucket buffalo butter button cabin cactus camel camera candle canoe captain carbon cargo carpet castle cattle
cedar ceiling cellar cement chalk cherry chicken chimney circle circus citron clay cliff clock cloud clover coconut
coffee comet copper coral corner cotton cousin cradle crane cricket crown crystal cushion dance deer desert diamond
dinner doctor dolphin donkey dragon drum eagle earth echo elbow elephant engine envelope evening fabric falcon farmer
feather fence ferry fiddle finger flag flame flower forest fossil fountain fox frost garden garlic giant ginger
giraffe glass globe goblet gold goose gorilla grape gravel guitar hammer harbour harvest hazel helmet heron hill
honey horse hotel iceberg indigo infant ink insect iron island ivory jacket jaguar jasmine jelly jewel jungle kettle
kitchen kite ladder lagoon lamp lantern lemon leopard letter lily linen lion lizard lobster magnet mango maple marble
market meadow melon metal milk mirror monkey morning mountain mushroom napkin needle nickel north notebook nutmeg
oasis ocean octopus olive onion orange orchard ostrich oven oyster paddle palace panda papaya parrot pebble pencil
pepper piano pigeon pillow planet plum pocket pony potato prism pumpkin puppet pyramid quarry quartz queen rabbit
radio raven ribbon river robin rocket saddle saffron sailor salmon sandal satin school shadow shepherd silver spider
spoon squirrel tiger tomato tower trumpet tulip turtle umbrella valley velvet village violin walnut window zebra
"""

WORDS = tuple(_TEXT.split())
